package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The answers that come while a run is at work. Thread-safe; nothing blocks inside. */
final class Answers {
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<Answers, List> CAME =
            AtomicReferenceFieldUpdater.newUpdater(Answers.class, List.class, "came");

    private volatile @Nullable List<JournalEntry.Answered> came; // null while none is taken

    /** Answers are taken from now on. */
    void open() {
        came = List.of();
    }

    /** No answer is taken from now on. */
    void close() {
        came = null;
    }

    /** What became of an answer. */
    enum Added {
        /** It is taken. */
        TAKEN,
        /** There is one to the same question. */
        ANSWERED,
        /** None is taken any more. */
        CLOSED
    }

    /** Adds an answer. */
    Added add(JournalEntry.Answered answer) {
        while (true) {
            List<JournalEntry.Answered> before = came;
            if (before == null) {
                return Added.CLOSED;
            }
            if (before.stream().anyMatch(earlier -> earlier.step().equals(answer.step()))) {
                return Added.ANSWERED;
            }
            if (CAME.compareAndSet(
                    this,
                    before,
                    Stream.concat(before.stream(), Stream.of(answer)).toList())) {
                return Added.TAKEN;
            }
        }
    }

    /** The answers that came; where none did, none is taken from now on. */
    @SuppressWarnings("NullAway") // null is none
    List<JournalEntry.Answered> takeOrClose() {
        while (true) {
            List<JournalEntry.Answered> before = came;
            boolean none = before == null || before.isEmpty();
            if (CAME.compareAndSet(this, before, none ? null : List.of())) {
                return none ? List.of() : before;
            }
        }
    }
}

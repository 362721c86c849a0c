package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The answers that come while a run is at work. Thread-safe; nothing blocks inside. */
final class Answers {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<JournalEntry.Answered> came = new ArrayList<>(0); // guarded by lock, as is the next
    private boolean open;

    /** Answers are taken from now on. */
    void open() {
        set(true);
    }

    /** No answer is taken from now on. */
    void close() {
        set(false);
    }

    private void set(boolean taken) {
        lock.lock();
        try {
            open = taken;
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (!open) {
                return Added.CLOSED;
            }
            if (came.stream().anyMatch(earlier -> earlier.step().equals(answer.step()))) {
                return Added.ANSWERED;
            }
            came.add(answer);
            return Added.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** The answers that came; where none did, none is taken from now on. */
    List<JournalEntry.Answered> takeOrClose() {
        lock.lock();
        try {
            List<JournalEntry.Answered> taken = List.copyOf(came);
            came.clear();
            open = !taken.isEmpty();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}

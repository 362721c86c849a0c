package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/** The answers that come while a run is at work. Thread-safe; nothing blocks inside. */
final class Answers {
    private final List<JournalEntry.Answered> came = new ArrayList<>(0); // guarded by this, as is the next
    private boolean open;

    /** Answers are taken from now on. */
    synchronized void open() {
        open = true;
    }

    /**
     * Adds an answer.
     *
     * @return false if none is taken any more
     */
    synchronized boolean add(JournalEntry.Answered answer) {
        if (open) {
            came.add(answer);
        }
        return open;
    }

    /** The answers that came; where none did, none is taken from now on. */
    synchronized List<JournalEntry.Answered> takeOrClose() {
        List<JournalEntry.Answered> taken = List.copyOf(came);
        came.clear();
        open = !taken.isEmpty();
        return taken;
    }

    /** No answer is taken from now on. */
    synchronized void close() {
        open = false;
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import java.time.Instant;
import java.util.function.Consumer;

/** What a run's journal is written in: what is at hand at the time. Most journals are never read, and what an entry says follows from this. */
interface Written {
    /** When it was written, by the scheduler's {@code nanoTime}. */
    long at();

    /** The entries that it stands for. */
    void entries(Instant time, Consumer<? super JournalEntry> sink);
}

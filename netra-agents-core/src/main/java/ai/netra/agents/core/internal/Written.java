package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.RunPhase;
import java.time.Instant;
import java.util.function.Consumer;

/** What a run's journal is written in: what is at hand at the time. Most journals are never read, and what an entry says follows from this. */
interface Written {
    /** When it was written, by the scheduler's {@code nanoTime}. */
    long at();

    /** In how much detail a run must be kept for these to be in its state store before anything else happens. */
    default Durability least() {
        return Durability.AGENT;
    }

    /** Where the run stands with them. */
    default RunPhase phase() {
        return RunPhase.RUNNING;
    }

    /** Whether the run is over with them. */
    default boolean isLast() {
        return phase() == RunPhase.ENDED;
    }

    /** The entries that it stands for. */
    void entries(Instant time, Consumer<? super JournalEntry> sink);
}

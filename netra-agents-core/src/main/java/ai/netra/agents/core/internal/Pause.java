package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.Usage;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.RunPhase;
import java.time.Instant;
import java.util.function.Consumer;

/** The run waits for an answer. */
record Pause(Usage usage, long at) implements Written {
    @Override
    public Durability least() {
        return Durability.RUN;
    }

    @Override
    public RunPhase phase() {
        return RunPhase.SUSPENDED;
    }

    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        sink.accept(new JournalEntry.Suspended(usage, time));
    }
}

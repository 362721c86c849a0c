package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.Outcome;
import ai.netra.agents.Usage;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.RunPhase;
import java.time.Instant;
import java.util.function.Consumer;

/** The end of a run. */
record Closing(Outcome<?> outcome, Usage usage, long at) implements Written {
    @Override
    public Durability least() {
        return Durability.RUN;
    }

    @Override
    public RunPhase phase() {
        return RunPhase.ENDED;
    }

    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        sink.accept(new JournalEntry.Finished(outcome, usage, time));
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.StreamPosition;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A runner takes a run that has begun before. */
record Taking(String runner, long epoch, @Nullable StreamPosition joined, long at) implements Written {
    @Override
    public Durability least() {
        return Durability.RUN;
    }

    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        sink.accept(new JournalEntry.Owned(runner, epoch, time));
        Opening.join(joined, time, sink);
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.store.StreamPosition;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The beginning of a run. */
record Opening(Run<?> run, String version, @Nullable StreamPosition joined, long at) implements Written {
    @Override
    public Durability least() {
        return Durability.RUN;
    }

    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        sink.accept(new JournalEntry.Began(
                run.user(), run.thread(), run.run(), run.request(), run.agent().key(), version, time));
        sink.accept(new JournalEntry.Owned(run.engine().runner(), 1, time));
        join(joined, time, sink);
    }

    /** The conversation that it takes up, where there is one. */
    static void join(@Nullable StreamPosition joined, Instant time, Consumer<? super JournalEntry> sink) {
        if (joined != null) {
            sink.accept(new JournalEntry.Joined(joined.generation(), joined.version(), time));
        }
    }
}

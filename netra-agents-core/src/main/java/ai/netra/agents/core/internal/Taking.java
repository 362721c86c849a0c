package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.core.journal.JournalEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** A runner takes a run that has begun before. */
record Taking(String runner, long epoch, Optional<JournalEntry.Answered> answer, long at) implements Written {
    @Override
    public Durability least() {
        return Durability.RUN;
    }

    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        answer.ifPresent(
                given -> sink.accept(new JournalEntry.Answered(given.step(), given.answer(), given.by(), time)));
        sink.accept(new JournalEntry.Owned(runner, epoch, time));
    }
}

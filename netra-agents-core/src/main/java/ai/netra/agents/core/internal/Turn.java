package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Decision;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An outcome and the decision it led to.
 *
 * @param scope the orchestrator's path
 * @param input what the orchestrator was given
 * @param ended the outcome; null for the first decision of a scope
 * @param decision the decision
 * @param inputs what each activation to start works on, in the decision's order; empty unless some are
 * @param at when, by the scheduler's {@code nanoTime}
 */
record Turn(
        String scope,
        AgentInput input,
        @Nullable ActivationOutcome<?> ended,
        Decision<?> decision,
        List<AgentInput> inputs,
        long at)
        implements Written {
    @Override
    public void entries(Instant time, Consumer<? super JournalEntry> sink) {
        if (ended != null) {
            sink.accept(new JournalEntry.Ended(scope, ended, time));
        }
        sink.accept(new JournalEntry.Decided(scope, RecordedDecision.of(decision, input, inputs), time));
    }
}

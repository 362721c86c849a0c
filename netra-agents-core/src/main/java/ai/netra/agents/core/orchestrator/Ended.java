package ai.netra.agents.core.orchestrator;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads outcomes where decisions are made: without an allocation. */
final class Ended {
    private Ended() {}

    /** The output, where there is one. */
    static <O> @Nullable O output(Outcome<O> outcome) {
        if (outcome instanceof Outcome.Succeeded<O> succeeded) {
            return succeeded.value();
        }
        return outcome instanceof Outcome.Degraded<O> degraded ? degraded.value() : null;
    }

    /** Whether an activation that starts now finds an output of this agent. */
    static boolean isReadable(AgentKey<?> key, Progress progress) {
        Optional<? extends ActivationOutcome<?>> readable = progress.readable(key);
        return readable.isPresent() && output(readable.get().outcome()) != null;
    }

    /**
     * Why an activation gave no output.
     *
     * @param part what the agent is to its orchestrator: a step, a branch
     */
    static Failure failure(String part, ActivationOutcome<?> ended) {
        return ended.outcome()
                .failure()
                .orElseGet(() -> Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        part + " " + ended.id() + " was " + ended.outcome().label()));
    }
}

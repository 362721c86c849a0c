package ai.netra.agents.testkit;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunError;
import ai.netra.agents.RunStatus;
import ai.netra.agents.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a run's result. Made by {@link AgentAssertions}. A failing one shows the whole result: status, error and every outcome.
 *
 * @param <O> the type of the run's output
 */
public final class OrchestrationAssert<O> extends AbstractAssert<OrchestrationAssert<O>, OrchestrationResult<O>> {
    OrchestrationAssert(OrchestrationResult<O> actual) {
        super(actual, OrchestrationAssert.class);
    }

    /** The run succeeded, undegraded. */
    public OrchestrationAssert<O> succeeded() {
        return hasStatus(RunStatus.SUCCEEDED);
    }

    /** The run is degraded: it has an output, but something that was asked for failed or was replaced. */
    public OrchestrationAssert<O> degraded() {
        return hasStatus(RunStatus.DEGRADED);
    }

    /** The run was cancelled. */
    public OrchestrationAssert<O> cancelled() {
        return hasStatus(RunStatus.CANCELLED);
    }

    /** The request was refused by a guard, with a reason that contains this text. */
    public OrchestrationAssert<O> refusedWith(String reason) {
        hasStatus(RunStatus.REFUSED);
        return hasErrorContaining(reason);
    }

    /** The run ended like this. */
    public OrchestrationAssert<O> hasStatus(RunStatus status) {
        isNotNull();
        if (actual.status() != status) {
            throw failing("the status " + status.label());
        }
        return this;
    }

    /** The run gave no output, and its error is of this kind. */
    public OrchestrationAssert<O> failedWith(FailureKind kind) {
        isNotNull();
        if (actual.output().isPresent()
                || actual.error()
                        .map(RunError::failure)
                        .map(Failure::kind)
                        .filter(kind::equals)
                        .isEmpty()) {
            throw failing("no output, and an error of kind " + kind.label());
        }
        return this;
    }

    /** The run's error contains this text. */
    public OrchestrationAssert<O> hasErrorContaining(String text) {
        isNotNull();
        if (actual.error().filter(error -> error.message().contains(text)).isEmpty()) {
            throw failing("an error that contains " + Texts.quoted(text));
        }
        return this;
    }

    /** The run gave this output. */
    public OrchestrationAssert<O> hasOutput(O output) {
        isNotNull();
        if (!Objects.equals(actual.output().orElse(null), output)) {
            throw failing("the output " + output);
        }
        return this;
    }

    /** The run gave an output that satisfies these requirements. */
    public OrchestrationAssert<O> hasOutputSatisfying(Consumer<? super O> requirements) {
        isNotNull();
        requirements.accept(actual.output().orElseThrow(() -> failing("an output")));
        return this;
    }

    /** The newest output of one of the run's own agents is this. */
    public <T> OrchestrationAssert<O> hasOutput(AgentKey<T> key, T output) {
        isNotNull();
        if (!Objects.equals(actual.output(key).orElse(null), output)) {
            throw failing("the output of " + key.name() + " to be " + output);
        }
        return this;
    }

    /** One of the run's own agents gave an output, the newest of which satisfies these requirements. */
    public <T> OrchestrationAssert<O> hasOutputSatisfying(AgentKey<T> key, Consumer<? super T> requirements) {
        isNotNull();
        requirements.accept(actual.output(key).orElseThrow(() -> failing("an output of " + key.name())));
        return this;
    }

    /**
     * Exactly these agents ran, in the order in which they ended; one that ran twice is named twice. Skipped ones did not run.
     *
     * @param keys the agents, all of them
     */
    public OrchestrationAssert<O> ran(AgentKey<?>... keys) {
        isNotNull();
        List<? extends AgentKey<?>> ran = actual.outcomes().stream()
                .filter(outcome -> !(outcome.outcome() instanceof Outcome.Skipped<?>))
                .map(ActivationOutcome::key)
                .toList();
        if (!ran.equals(Arrays.asList(keys))) {
            throw failing("to have run " + names(Arrays.asList(keys)) + " and not " + names(ran));
        }
        return this;
    }

    /** An agent was skipped, each time its turn came. */
    public OrchestrationAssert<O> skipped(AgentKey<?> key) {
        isNotNull();
        List<ActivationOutcome<?>> outcomes = outcomes(key);
        if (outcomes.isEmpty()
                || !outcomes.stream().allMatch(outcome -> outcome.outcome() instanceof Outcome.Skipped<?>)) {
            throw failing(key.name() + " to be skipped");
        }
        return this;
    }

    /** An agent has no outcome, not even that of being skipped. */
    public OrchestrationAssert<O> didNotReach(AgentKey<?> key) {
        isNotNull();
        if (!outcomes(key).isEmpty()) {
            throw failing("no outcome of " + key.name());
        }
        return this;
    }

    /** The newest outcome of one of the run's own agents satisfies these requirements. */
    @SuppressWarnings("unchecked") // an outcome is of its key's type
    public <T> OrchestrationAssert<O> hasOutcomeSatisfying(
            AgentKey<T> key, Consumer<? super OutcomeAssert<T>> requirements) {
        isNotNull();
        Optional<ActivationOutcome<?>> newest = outcomes(key).stream().reduce((before, after) -> after);
        Outcome<T> outcome = (Outcome<T>)
                newest.orElseThrow(() -> failing("an outcome of " + key.name())).outcome();
        requirements.accept(new OutcomeAssert<>(outcome));
        return this;
    }

    /** The run spent exactly this. */
    public OrchestrationAssert<O> hasUsage(Usage usage) {
        isNotNull();
        if (!actual.usage().equals(usage)) {
            throw failing(usage.toString());
        }
        return this;
    }

    /** The run spent what satisfies these requirements. */
    public OrchestrationAssert<O> hasUsageSatisfying(Consumer<? super Usage> requirements) {
        isNotNull();
        requirements.accept(actual.usage());
        return this;
    }

    private List<ActivationOutcome<?>> outcomes(AgentKey<?> key) {
        return actual.outcomes().stream()
                .filter(outcome -> outcome.key().equals(key))
                .toList();
    }

    private AssertionError failing(String expected) {
        return failure("%nexpected%n  %s%nbut%n  %s", expected, Results.describe(actual));
    }

    private static String names(List<? extends AgentKey<?>> keys) {
        return keys.isEmpty()
                ? "nothing"
                : String.join(", ", keys.stream().map(AgentKey::name).toList());
    }
}

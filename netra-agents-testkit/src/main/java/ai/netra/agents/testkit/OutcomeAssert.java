package ai.netra.agents.testkit;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on how an activation ended. Made by {@link AgentAssertions}.
 *
 * @param <O> the type of the agent's output
 */
public final class OutcomeAssert<O> extends AbstractAssert<OutcomeAssert<O>, Outcome<O>> {
    OutcomeAssert(Outcome<O> actual) {
        super(actual, OutcomeAssert.class);
    }

    /** It succeeded, undegraded. */
    public OutcomeAssert<O> succeeded() {
        return is(Outcome.Succeeded.class, "succeeded");
    }

    /** It succeeded with this output. */
    public OutcomeAssert<O> succeededWith(O output) {
        return succeeded().hasOutput(output);
    }

    /** It is degraded. */
    public OutcomeAssert<O> degraded() {
        return is(Outcome.Degraded.class, "degraded");
    }

    /** It was skipped. */
    public OutcomeAssert<O> skipped() {
        return is(Outcome.Skipped.class, "skipped");
    }

    /** It failed, and not by time, limit or cancellation. */
    public OutcomeAssert<O> failed() {
        return is(Outcome.Failed.class, "failed");
    }

    /** It timed out. */
    public OutcomeAssert<O> timedOut() {
        return is(Outcome.TimedOut.class, "timed_out");
    }

    /** It met a limit. */
    public OutcomeAssert<O> limitExceeded() {
        return is(Outcome.LimitExceeded.class, "limit_exceeded");
    }

    /** It was cancelled. */
    public OutcomeAssert<O> cancelled() {
        return is(Outcome.Cancelled.class, "cancelled");
    }

    /** It has this output, degraded or not. */
    public OutcomeAssert<O> hasOutput(O output) {
        isNotNull();
        if (!Objects.equals(actual.output().orElse(null), output)) {
            throw failure("%nexpected the output%n  %s%nbut the outcome was%n  %s", output, Results.describe(actual));
        }
        return this;
    }

    /** It has an output, degraded or not, that satisfies these requirements. */
    public OutcomeAssert<O> hasOutputSatisfying(Consumer<? super O> requirements) {
        isNotNull();
        O output = actual.output()
                .orElseThrow(
                        () -> failure("%nexpected an output%nbut the outcome was%n  %s", Results.describe(actual)));
        requirements.accept(output);
        return this;
    }

    /** Something went wrong, of this kind. */
    public OutcomeAssert<O> hasFailure(FailureKind kind) {
        isNotNull();
        if (actual.failure().map(Failure::kind).filter(kind::equals).isEmpty()) {
            throw failure(
                    "%nexpected a failure of kind%n  %s%nbut the outcome was%n  %s",
                    kind.label(), Results.describe(actual));
        }
        return this;
    }

    private OutcomeAssert<O> is(Class<?> outcome, String label) {
        isNotNull();
        if (!outcome.isInstance(actual)) {
            throw failure("%nexpected the outcome%n  %s%nbut it was%n  %s", label, Results.describe(actual));
        }
        return this;
    }
}

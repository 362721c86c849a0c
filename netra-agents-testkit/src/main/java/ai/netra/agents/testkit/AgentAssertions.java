package ai.netra.agents.testkit;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;

/** Where assertions on results and outcomes begin: import {@code assertThat} from here beside AssertJ's own, both by name. */
public final class AgentAssertions {
    private AgentAssertions() {}

    /** Assertions on a run's result. */
    public static <O> OrchestrationAssert<O> assertThat(OrchestrationResult<O> actual) {
        return new OrchestrationAssert<>(actual);
    }

    /** Assertions on an activation's outcome. */
    public static <O> OutcomeAssert<O> assertThat(Outcome<O> actual) {
        return new OutcomeAssert<>(actual);
    }
}

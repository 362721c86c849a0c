package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/sequential.md. */
class SequentialPatternTest {
    // tag::example
    record Draft(String text) {}

    record Review(String text, boolean spellChecked) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<Draft> SPELLING = AgentKey.of("spelling", Draft.class);
    static final AgentKey<Review> REVIEW = AgentKey.of("review", Review.class);

    static final Agent<Review> REVIEWER = Agent.of(
            REVIEW,
            List.of(Dependency.required(DRAFT), Dependency.optional(SPELLING)),
            (input, context) -> input.find(SPELLING)
                    .map(corrected -> new Review(corrected.text(), true))
                    .orElseGet(() -> new Review(input.output(DRAFT).text(), false)));

    static SequentialOrchestrator<Review> flow(Agent<Draft> draft, Agent<Draft> spelling) {
        return SequentialOrchestrator.of(AgentKey.of("flow", Review.class))
                .then(draft)
                .thenOptional(spelling)
                .endingIn(REVIEWER);
    }
    // end::example

    private static final FakeAgent<Draft> WRITER = FakeAgent.returning(DRAFT, new Draft("helo"));

    @Test
    void each_step_sees_the_one_before() {
        FakeAgent<Draft> spelling = FakeAgent.returning(SPELLING, new Draft("hello"));
        var flow = flow(WRITER, spelling);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("Greet them")))
                    .succeeded()
                    .hasOutput(new Review("hello", true));
            assertThat(spelling.input().previous()).contains(new Draft("helo"));
        }
    }

    @Test
    void goes_on_without_an_optional_step() {
        // tag::example
        var flow = flow(
                FakeAgent.returning(DRAFT, new Draft("helo")),
                FakeAgent.failing(SPELLING, new IllegalStateException("no dictionary")));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("Greet them")))
                    .degraded()
                    .hasOutput(new Review("helo", false))
                    .hasErrorContaining("no dictionary");
        }
        // end::example
    }

    @Test
    void stops_at_a_required_step_that_fails() {
        var flow = flow(
                FakeAgent.failing(DRAFT, new IllegalStateException("no idea")),
                FakeAgent.returning(SPELLING, new Draft("hello")));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("Greet them")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .didNotReach(SPELLING)
                    .didNotReach(REVIEW);
        }
    }
}

package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/loop.md. */
class LoopPatternTest {
    // tag::example
    record Draft(String text, double score) {}

    static final AgentKey<Draft> IMPROVE = AgentKey.of("improve", Draft.class);

    static final Agent<Draft> IMPROVER = Agent.of(
            IMPROVE,
            (input, context) -> input.previous(Draft.class)
                    .map(before -> new Draft(before.text() + "!", before.score() + 0.25))
                    .orElseGet(() -> new Draft(input.message(), 0.5)));

    static LoopOrchestrator<Draft> polish(Agent<Draft> improver) {
        return LoopOrchestrator.of(AgentKey.of("polish", Draft.class))
                .body(improver)
                .until(draft -> draft.score() > 0.9)
                .atMost(5);
    }
    // end::example

    @Test
    void ends_when_its_condition_is_met() {
        var polish = polish(IMPROVER);
        try (TestRuntime runtime = TestRuntime.builder().register(polish).build()) {
            assertThat(runtime.run(polish, RunRequest.of("Hi")))
                    .succeeded()
                    .hasOutput(new Draft("Hi!!", 1))
                    .ran(IMPROVE, IMPROVE, IMPROVE);
        }
    }

    @Test
    void is_bounded() {
        // tag::example
        FakeAgent<Draft> hopeless = FakeAgent.returning(IMPROVE, new Draft("Hm", 0.1));
        var polish = polish(hopeless);
        try (TestRuntime runtime = TestRuntime.builder().register(polish).build()) {
            assertThat(runtime.run(polish, RunRequest.of("Hi"))).failedWith(FailureKind.LIMIT_EXCEEDED);
            assertThat(hopeless.calls()).isEqualTo(5);
        }
        // end::example
    }

    @Test
    void a_failed_round_ends_it() {
        var polish = polish(FakeAgent.builder(IMPROVE)
                .returns(new Draft("Hm", 0.1))
                .fails(new IllegalStateException("out of ideas"))
                .build());
        try (TestRuntime runtime = TestRuntime.builder().register(polish).build()) {
            assertThat(runtime.run(polish, RunRequest.of("Hi")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("out of ideas");
        }
    }
}

package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/loop.md. */
final class LoopPageTest {
    record Draft(String text, double score) {}

    static final AgentKey<Draft> IMPROVE = AgentKey.of("improve", Draft.class);

    @Test
    void runs() {

        // From the second round on it sees what it made in the one before.
        Agent<Draft> improve = Agent.of(IMPROVE, (input, context) -> {
            Draft before = input.previous(Draft.class).orElse(new Draft(input.message(), 0));
            return new Draft(before.text() + "!", before.score() + 0.4);
        });

        var polish = LoopOrchestrator.of(AgentKey.of("polish", Draft.class))
                .body(improve)
                .until(draft -> draft.score() > 0.9)
                .atMost(5);
        Progress poor = Progress.recorder(AgentInput.of("?"))
                .succeeded(IMPROVE, new Draft("a", 0.2))
                .progress();
        assertThat(polish.decide(poor)).hasToString("Start[activations=[Activation[improve~2]]]");

        Progress good = Progress.recorder(AgentInput.of("?"))
                .succeeded(IMPROVE, new Draft("a", 0.95))
                .progress();
        assertThat(polish.decide(good)).isEqualTo(Decision.finish(new Draft("a", 0.95)));
        try (TestRuntime runtime = TestRuntime.builder().register(polish).build()) {
            assertThat(runtime.run(polish, RunRequest.of("Hi")))
                    .succeeded()
                    .hasOutputSatisfying(draft -> assertThat(draft.text()).isEqualTo("Hi!!!"));
        }
    }
}

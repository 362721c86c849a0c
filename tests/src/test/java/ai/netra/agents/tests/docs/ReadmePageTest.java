package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import org.junit.jupiter.api.Test;

/** The code of README.md. */
final class ReadmePageTest {
    record Draft(String text) {}

    record Review(String text) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<Review> REVIEW = AgentKey.of("review", Review.class);

    @Test
    void runs() {
        Agent<Draft> draft = Agent.of(DRAFT, (input, context) -> new Draft(input.message()));
        Agent<Review> review = Agent.of(REVIEW, DRAFT, (d, input, context) -> new Review(d.text()));

        var flow = SequentialOrchestrator.of(AgentKey.of("flow", Review.class))
                .then(draft)
                .endingIn(review);
        try (AgentRuntime runtime = LocalAgentRuntime.builder().register(flow).build()) {
            Review r = runtime.run(flow, RunRequest.of("hello").user("u1").thread("t1"))
                    .orThrow();
            assertThat(r).isEqualTo(new Review("hello"));
        }
    }
}

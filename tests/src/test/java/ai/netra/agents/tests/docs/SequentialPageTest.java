package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/sequential.md. */
final class SequentialPageTest {
    record Draft(String text) {}

    record Review(int score, String text) {}

    static final AgentKey<Draft> DRAFT = AgentKey.of("draft", Draft.class);
    static final AgentKey<Draft> SPELLING = AgentKey.of("spelling", Draft.class);
    static final AgentKey<Review> REVIEW = AgentKey.of("review", Review.class);

    @Test
    void runs() {

        Agent<Draft> draft = Agent.of(DRAFT, (input, context) -> new Draft("Teh " + input.message()));

        // Declares what it reads, and is handed it; the output of any earlier step will do.
        Agent<Draft> spelling = Agent.of(
                SPELLING, DRAFT, (d, input, context) -> new Draft(d.text().replace("Teh", "The")));

        // Takes what came before, whatever step that was.
        Agent<Review> review = Agent.of(REVIEW, (input, context) -> {
            Draft before = input.previous(Draft.class).orElseThrow();
            return new Review(before.text().length(), before.text());
        });

        var flow = SequentialOrchestrator.of(AgentKey.of("flow", Review.class))
                .then(draft)
                .thenOptional(spelling)
                .endingIn(review);
        Progress progress = Progress.recorder(AgentInput.of("cat"))
                .succeeded(DRAFT, new Draft("Teh cat"))
                .progress();
        assertThat(flow.decide(progress)).hasToString("Start[activations=[Activation[spelling]]]");

        var misspelled = SequentialOrchestrator.of(AgentKey.of("flow", Review.class))
                .then(draft)
                .thenOptional(FakeAgent.failing(SPELLING, new IllegalStateException("no dictionary")))
                .endingIn(review);
        try (TestRuntime runtime = TestRuntime.builder().register(misspelled).build()) {
            assertThat(runtime.run(misspelled, RunRequest.of("cat"))).degraded().hasOutput(new Review(7, "Teh cat"));
        }
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("cat"))).succeeded().hasOutput(new Review(7, "The cat"));
        }
    }
}

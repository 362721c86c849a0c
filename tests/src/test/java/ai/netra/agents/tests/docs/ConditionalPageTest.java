package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/conditional.md. */
final class ConditionalPageTest {
    record Triage(String category, double confidence) {}

    record Report(String text) {}

    static final AgentKey<Triage> TRIAGE = AgentKey.of("triage", Triage.class);

    private static Agent<Report> flow(String name) {
        return FakeAgent.returning(AgentKey.of(name, Report.class), new Report(name));
    }

    @Test
    void runs() {
        Agent<Triage> triage = FakeAgent.returning(TRIAGE, new Triage("cost", 0.9));
        Agent<Report> costFlow = flow("cost_flow");
        Agent<Report> latencyFlow = flow("latency_flow");
        Agent<Report> generalFlow = flow("general_flow");

        // By a value of the first agent's output.
        var byCategory = ConditionalOrchestrator.of(AgentKey.of("by_category", Report.class))
                .first(triage)
                .on(TRIAGE, Triage::category)
                .when("cost", costFlow)
                .when("latency", latencyFlow)
                .otherwise(generalFlow);

        // By conditions, of which the first that holds counts.
        var byConfidence = ConditionalOrchestrator.of(AgentKey.of("by_confidence", Report.class))
                .first(triage)
                .when(TRIAGE, found -> found.confidence() < 0.5, generalFlow)
                .when(progress -> progress.input().attributes().flag("urgent").orElse(false), latencyFlow)
                .otherwise(costFlow);
        Progress cost = Progress.recorder(AgentInput.of("?"))
                .succeeded(TRIAGE, new Triage("cost", 0.9))
                .progress();
        assertThat(byCategory.decide(cost)).hasToString("Start[activations=[Activation[cost_flow]]]");

        Progress unsure = Progress.recorder(AgentInput.of("?"))
                .succeeded(TRIAGE, new Triage("cost", 0.1))
                .progress();
        assertThat(byConfidence.decide(unsure)).hasToString("Start[activations=[Activation[general_flow]]]");
        try (TestRuntime runtime = TestRuntime.builder()
                .register(byCategory)
                .register(byConfidence)
                .build()) {
            assertThat(runtime.run(byCategory, RunRequest.of("?"))).succeeded().hasOutput(new Report("cost_flow"));
            assertThat(runtime.run(byConfidence, RunRequest.of("?").attribute("urgent", true)))
                    .succeeded()
                    .hasOutput(new Report("latency_flow"));
            assertThat(runtime.run(byConfidence, RunRequest.of("?")))
                    .succeeded()
                    .hasOutput(new Report("cost_flow"));
        }
    }
}

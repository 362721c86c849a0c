package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/conditional.md. */
class ConditionalPatternTest {
    // tag::example
    record Triage(String category, double confidence) {}

    record Answer(String text) {}

    static final AgentKey<Triage> TRIAGE = AgentKey.of("triage", Triage.class);
    static final AgentKey<Answer> COST = AgentKey.of("cost", Answer.class);
    static final AgentKey<Answer> QUALITY = AgentKey.of("quality", Answer.class);
    static final AgentKey<Answer> HUMAN = AgentKey.of("human", Answer.class);

    /** By the value of an output. */
    static ConditionalOrchestrator<Answer> byCategory(
            Agent<Triage> triage, Agent<Answer> cost, Agent<Answer> quality, Agent<Answer> human) {
        return ConditionalOrchestrator.of(AgentKey.of("by_category", Answer.class))
                .first(triage)
                .on(TRIAGE, Triage::category)
                .when("cost", cost)
                .when("quality", quality)
                .otherwise(human);
    }

    /** By conditions, of which the first that holds decides. */
    static ConditionalOrchestrator<Answer> byConfidence(Agent<Triage> triage, Agent<Answer> sure, Agent<Answer> human) {
        return ConditionalOrchestrator.of(AgentKey.of("by_confidence", Answer.class))
                .first(triage)
                .when(TRIAGE, t -> t.confidence() > 0.8, sure)
                .otherwise(human);
    }
    // end::example

    private final FakeAgent<Answer> cost = FakeAgent.returning(COST, new Answer("spend less"));
    private final FakeAgent<Answer> quality = FakeAgent.returning(QUALITY, new Answer("ask twice"));
    private final FakeAgent<Answer> human = FakeAgent.returning(HUMAN, new Answer("please hold"));

    private static <O> OrchestrationResult<O> run(Agent<O> flow) {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            return runtime.run(flow, RunRequest.of("My bill is too high"));
        }
    }

    @Test
    void a_value_chooses() {
        // tag::example
        var flow = byCategory(FakeAgent.returning(TRIAGE, new Triage("cost", 0.9)), cost, quality, human);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("My bill is too high")))
                    .succeeded()
                    .ran(TRIAGE, COST)
                    .hasOutput(new Answer("spend less"));
        }
        // end::example
    }

    @Test
    void an_unknown_value_goes_to_the_default() {
        var triage = FakeAgent.returning(TRIAGE, new Triage("weather", 0.9));
        assertThat(run(byCategory(triage, cost, quality, human))).succeeded().ran(TRIAGE, HUMAN);
    }

    @Test
    void a_condition_chooses() {
        var unsure = FakeAgent.returning(TRIAGE, new Triage("cost", 0.3));
        var sure = FakeAgent.returning(TRIAGE, new Triage("cost", 0.9));
        assertThat(run(byConfidence(unsure, cost, human))).ran(TRIAGE, HUMAN);
        assertThat(run(byConfidence(sure, cost, human))).ran(TRIAGE, COST);
    }

    @Test
    void a_classifier_without_output_ends_it() {
        var broken = FakeAgent.failing(TRIAGE, new IllegalStateException("no idea"));
        assertThat(run(byCategory(broken, cost, quality, human)))
                .failedWith(FailureKind.AGENT_ERROR)
                .didNotReach(HUMAN);
    }
}

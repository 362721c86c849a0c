package ai.netra.agents.tests.docs;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Progress;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.LlmRouter;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/supervisor-router.md. */
final class SupervisorRouterPageTest {
    record Data(int rows) {}

    record Advice(String text) {}

    static final AgentKey<Data> DATA = AgentKey.of("data", Data.class);
    static final AgentKey<Advice> ADVICE = AgentKey.of("advice", Advice.class);

    @Test
    void runs() {
        Agent<Data> data = FakeAgent.returning(DATA, new Data(42));
        Agent<Advice> advice = Agent.of(ADVICE, DATA, (d, input, context) -> new Advice(d.rows() + " rows"));

        var supervisor = SupervisorOrchestrator.of(AgentKey.of("supervisor", Advice.class))
                .agent(data)
                .agent(advice)
                .router(agents -> LlmRouter.builder(agents)
                        .describe(DATA, "Gathers cost and usage data.")
                        .describe(ADVICE, "Says how to spend less.")
                        .build())
                .picks(10)
                .endingIn(ADVICE);
        Agent<RouterDecision> byTurns =
                Agent.of(AgentKey.of("router", RouterDecision.class), (input, context) -> switch (input.previous(
                                RouterTurn.class)
                        .orElseThrow()
                        .steps()
                        .size()) {
                    case 0 -> RouterDecision.call(DATA);
                    case 1 -> RouterDecision.call(ADVICE, "Keep it short");
                    default -> RouterDecision.finish();
                });

        AgentKey<RouterDecision> router = AgentKey.of("router", RouterDecision.class);
        Progress early = Progress.recorder(AgentInput.of("?"))
                .succeeded(router, RouterDecision.call(ADVICE))
                .progress();
        assertThat(supervisor.decide(early)).hasToString("Start[activations=[Activation[router~2]]]");

        try (FakeLlmClient llm = FakeLlmClient.replying(
                        "{\"action\": \"call\", \"agent\": \"data\"}", "{\"action\": \"finish\"}");
                TestRuntime runtime =
                        TestRuntime.builder().llm(llm).register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("Spend less")))
                    .succeeded()
                    .hasOutput(new Advice("42 rows"));
            assertThat(llm.requests()).hasSize(2);
        }
        var turns = SupervisorOrchestrator.of(AgentKey.of("supervisor", Advice.class))
                .agent(data)
                .agent(advice)
                .router(byTurns)
                .endingIn(ADVICE);
        try (TestRuntime runtime = TestRuntime.builder().register(turns).build()) {
            assertThat(runtime.run(turns, RunRequest.of("Spend less")))
                    .succeeded()
                    .hasOutput(new Advice("42 rows"));
        }
    }
}

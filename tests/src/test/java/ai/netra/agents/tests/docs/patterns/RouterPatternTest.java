package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.LlmRouter;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import org.junit.jupiter.api.Test;

/** The code of docs/patterns/router.md. */
class RouterPatternTest {
    // tag::example
    record Cost(double dollars) {}

    record Advice(String text) {}

    static final AgentKey<Cost> COST = AgentKey.of("cost", Cost.class);
    static final AgentKey<Advice> ADVICE = AgentKey.of("advice", Advice.class);

    static SupervisorOrchestrator<Advice> supervisor(Agent<Cost> cost, Agent<Advice> advice) {
        return SupervisorOrchestrator.of(AgentKey.of("supervisor", Advice.class))
                .agent(cost)
                .agent(advice)
                .router(agents -> LlmRouter.builder(agents)
                        .describe(COST, "Looks up what was spent.")
                        .describe(ADVICE, "Says how to spend less.")
                        .instructions("Look up the cost before you advise.")
                        .build())
                .picks(10)
                .endingIn(ADVICE);
    }
    // end::example

    private final FakeAgent<Cost> cost = FakeAgent.returning(COST, new Cost(10));
    private final FakeAgent<Advice> advice = FakeAgent.builder(ADVICE)
            .requires(COST)
            .returns(new Advice("use less"))
            .build();

    @Test
    void the_model_routes() {
        // tag::example
        var supervisor = supervisor(cost, advice);
        try (FakeLlmClient llm = FakeLlmClient.replying(
                        "{\"action\":\"call\",\"agent\":\"cost\",\"message\":\"of last week\"}",
                        "{\"action\":\"call\",\"agent\":\"advice\"}",
                        "{\"action\":\"finish\"}");
                TestRuntime runtime =
                        TestRuntime.builder().llm(llm).register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("Spend less")))
                    .succeeded()
                    .hasOutput(new Advice("use less"));
            assertThat(cost.input().message()).isEqualTo("of last week");
        }
        // end::example
    }

    @Test
    void an_answer_that_cannot_be_carried_out_goes_back_to_the_model() {
        var supervisor = supervisor(cost, advice);
        try (FakeLlmClient llm = FakeLlmClient.replying(
                        "{\"action\":\"call\",\"agent\":\"advise\"}",
                        "{\"action\":\"call\",\"agent\":\"cost\"}",
                        "{\"action\":\"finish\"}");
                TestRuntime runtime =
                        TestRuntime.builder().llm(llm).register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("Spend less"))).succeeded();
            assertThat(llm.requests().get(1).messages().getLast().text()).contains("did you mean 'advice'?");
        }
    }

    @Test
    void unreadable_answers_and_giving_up_fail_the_run() {
        var supervisor = supervisor(cost, advice);
        try (FakeLlmClient llm =
                        FakeLlmClient.replying("no", "no", "no", "{\"action\":\"give_up\",\"message\":\"closed\"}");
                TestRuntime runtime =
                        TestRuntime.builder().llm(llm).register(supervisor).build()) {
            assertThat(runtime.run(supervisor, RunRequest.of("Spend less"))).failedWith(FailureKind.INVALID_OUTPUT);
            assertThat(runtime.run(supervisor, RunRequest.of("Spend less"))).hasErrorContaining("closed");
        }
    }
}

package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of docs/llm-agents.md, compiled and run. */
final class LlmAgentsGuideTest {
    record Question(String workload) {}

    record Advice(String text, int saving) {}

    static final AgentKey<Advice> ADVISOR = AgentKey.of("advisor", Advice.class);

    static LlmAgent<Advice> advisor() {
        return LlmAgent.builder(ADVISOR)
                .prompt("""
                    You advise on the cost of workloads of tier {attribute.tier}.
                    Look the cost up before you advise; say nothing that no figure supports.\
                    """)
                .example("What of an idle workload?", new Advice("Shut it down.", 100))
                .validate(advice -> advice.saving() < 0 ? Optional.of("saving is negative") : Optional.empty())
                .maxOutputTokens(1_000)
                .build();
    }

    static FunctionTool<Question> cost() {
        return FunctionTool.of(
                        "get_cost",
                        "What a workload costs a month, in dollars.",
                        Question.class,
                        (question, context) -> 120)
                .effect(ToolEffect.READ);
    }

    static void setUp(LocalAgentRuntime.Builder runtime, LlmAgent<Advice> advisor) {
        runtime.tools(ToolRegistry.of(cost())).grant(ADVISOR, "get_cost").register(advisor);
    }

    @Test
    void the_example_runs() {
        LocalAgentRuntime.Builder builder = LocalAgentRuntime.builder();
        LlmAgent<Advice> advisor = advisor();
        setUp(builder, advisor);
        try (FakeLlmClient llm = FakeLlmClient.builder()
                        .toolUse("get_cost", "{\"workload\":\"w1\"}")
                        .reply("{\"text\":\"Halve it.\",\"saving\":60}")
                        .build();
                LocalAgentRuntime runtime = builder.llm(llm).build()) {
            Advice advice = runtime.run(
                            advisor, RunRequest.of("Is w1 too dear?").attribute("tier", "gold"))
                    .orThrow();

            assertThat(advice).isEqualTo(new Advice("Halve it.", 60));
            assertThat(llm.requests().getFirst().messages().getFirst().text()).contains("tier gold");
        }
    }
}

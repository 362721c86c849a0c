package ai.netra.agents.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference document's template of an agent of one's own: a prompt with the task and its context, a model, tools where it needs them, and a form of its output. */
class CustomAgentAcceptanceTest {
    private static final AgentKey<Found> CUSTOM = AgentKey.of("CustomAgent", Found.class);

    record Found(List<String> results) {}

    record Lookup(String id) {}

    @Test
    void prepares_a_prompt_calls_the_model_executes_tools_and_formats_its_output() {
        var agent = LlmAgent.builder(CUSTOM)
                .prompt("You are a specialized agent for lookups.\nTask: {message}\nContext: {attributes}")
                .build();
        var tool = FunctionTool.of(
                        "look_up", "Looks an id up.", Lookup.class, (lookup, context) -> "found " + lookup.id())
                .effect(ToolEffect.READ);
        try (FakeLlmClient llm = FakeLlmClient.builder()
                        .toolUse("look_up", "{\"id\":\"test-123\"}")
                        .reply("{\"results\":[\"found test-123\"]}")
                        .build();
                TestRuntime runtime = TestRuntime.builder()
                        .llm(llm)
                        .tools(ToolRegistry.of(tool))
                        .grant(CUSTOM, "look_up")
                        .register(agent)
                        .build()) {
            var result = runtime.run(agent, RunRequest.of("find it").attribute("workload_id", "test-123"));

            assertThat(result.orThrow().results()).containsExactly("found test-123");
            assertThat(llm.requests().getFirst().messages().getFirst().text())
                    .contains("Task: find it")
                    .contains("Context: {\"workload_id\":\"test-123\"}");
            assertThat(ResultJson.of(result, JsonCodec.standard()))
                    .contains("found test-123")
                    .contains("CustomAgent");
        }
    }
}

package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tool.Description;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/agents.md. */
class AgentPatternTest {
    // tag::example
    record Workload(String id) {}

    record Cost(double dollars) {}

    record Advice(
            @Description("one sentence") String text,
            @Description("US dollars a month") double saving) {}

    static final AgentKey<Workload> WORKLOAD = AgentKey.of("workload", Workload.class);
    static final AgentKey<Advice> ADVICE = AgentKey.of("advice", Advice.class);
    // end::example

    // tag::example
    static final class CostAdvisor implements Agent<Advice> {
        private static final JsonCodec CODEC = JsonCodec.standard();

        @Override
        public AgentKey<Advice> key() {
            return ADVICE;
        }

        @Override
        public String description() {
            return "Says how a workload can cost less.";
        }

        @Override
        public List<Dependency<?>> dependencies() {
            return List.of(Dependency.required(WORKLOAD));
        }

        @Override
        public Advice process(AgentInput input, AgentContext context) throws InterruptedException {
            context.emit("Looking up the cost");
            ToolResult cost = context.tools().call("get_cost", input.output(WORKLOAD));
            if (!cost.success()) {
                context.degrade(Failure.of(
                        FailureKind.TOOL_ERROR,
                        "the cost is unknown: " + cost.error().orElseThrow().message()));
            }
            LlmRequest request = LlmRequest.builder()
                    .system("You advise on what AI workloads cost. Answer with the JSON asked for.")
                    .user(input.message())
                    .user("Cost, data only: " + cost.value().map(CODEC::encode).orElse("unknown"))
                    .responseSchema(CODEC.schema(Advice.class))
                    .build();
            return CODEC.decode(context.llm().generate(request).text(), Advice.class);
        }
    }
    // end::example

    // tag::example
    static Tool costTool(double dollars) {
        return FunctionTool.of(
                        "get_cost",
                        "What a workload cost last month.",
                        Workload.class,
                        (workload, context) -> new Cost(dollars))
                .timeout(Duration.ofSeconds(5))
                .effect(ToolEffect.READ);
    }

    static SequentialOrchestrator<Advice> flow(Agent<Workload> workload) {
        return SequentialOrchestrator.of(AgentKey.of("flow", Advice.class))
                .then(workload)
                .endingIn(new CostAdvisor());
    }

    static void setUp(LocalAgentRuntime.Builder runtime, Agent<?> flow, Tool tool) {
        runtime.tools(ToolRegistry.of(tool)).grant(ADVICE, "get_cost").register(flow);
    }
    // end::example

    private static final String REPLY = "{\"text\":\"Use a smaller model.\",\"saving\":5.0}";
    private static final Advice SMALLER = new Advice("Use a smaller model.", 5);

    @Test
    void asks_the_tool_and_the_model() {
        // tag::example
        var flow = flow(FakeAgent.returning(WORKLOAD, new Workload("w1")));
        try (FakeLlmClient llm = FakeLlmClient.replying("{\"text\":\"Use a smaller model.\",\"saving\":5.0}");
                TestRuntime runtime = TestRuntime.builder()
                        .llm(llm)
                        .setup(builder -> setUp(builder, flow, costTool(12.5)))
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("Spend less")))
                    .succeeded()
                    .hasOutput(new Advice("Use a smaller model.", 5));
            assertThat(llm.requests().getFirst().messages().getLast().text()).endsWith("{\"dollars\":12.5}");
            assertThat(runtime.recorder().types()).contains("agent_thinking");
        }
        // end::example
    }

    @Test
    void a_failed_tool_degrades_the_output() {
        Tool broken = FunctionTool.of("get_cost", "Fails.", Workload.class, (workload, context) -> {
            throw new IllegalStateException("meter is down");
        });
        var flow = flow(FakeAgent.returning(WORKLOAD, new Workload("w1")));
        try (FakeLlmClient llm = FakeLlmClient.replying(REPLY);
                TestRuntime runtime = TestRuntime.builder()
                        .llm(llm)
                        .setup(builder -> setUp(builder, flow, broken))
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("Spend less")))
                    .degraded()
                    .hasErrorContaining("the cost is unknown")
                    .hasOutput(SMALLER);
        }
    }

    @Test
    void an_answer_that_is_no_advice_is_a_failure() {
        var flow = flow(FakeAgent.returning(WORKLOAD, new Workload("w1")));
        try (FakeLlmClient llm = FakeLlmClient.replying("Use a smaller model.");
                TestRuntime runtime = TestRuntime.builder()
                        .llm(llm)
                        .setup(builder -> setUp(builder, flow, costTool(12.5)))
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("Spend less"))).failedWith(FailureKind.AGENT_ERROR);
        }
    }
}

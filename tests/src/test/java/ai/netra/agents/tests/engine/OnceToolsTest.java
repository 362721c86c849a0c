package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Retries of agents that have called a tool which must not be called twice. */
class OnceToolsTest {
    private static final RetryPolicy STEADY = RetryPolicy.defaults().jitter(0);

    @ParameterizedTest
    @MethodSource("effects")
    void does_not_repeat_what_may_happen_once(ToolEffect effect, int calls) {
        List<String> called = new ArrayList<>();
        FunctionTool<Order> tool = FunctionTool.of("order", "Orders it.", Order.class, (order, context) -> {
                    called.add(order.item());
                    return Map.of("ordered", order.item());
                })
                .effect(effect);
        Agent<String> agent = Agent.of(A, (input, context) -> {
            context.tools().call("order", new Order("book"));
            throw new LlmException.RateLimited("busy");
        });
        var nested = SequentialOrchestrator.of(FLOW).endingIn(agent);
        var patient = nested.with(p -> p.retry(STEADY.on(FailureKind.LLM_ERROR)));
        var flow = SequentialOrchestrator.of(B).endingIn(patient);
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(A, "order")
                .register(flow)
                .build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(called).hasSize(calls);
    }

    static Stream<Arguments> effects() {
        return Stream.of(
                Arguments.of(ToolEffect.READ, 3),
                Arguments.of(ToolEffect.IDEMPOTENT, 3),
                Arguments.of(ToolEffect.ONCE, 1));
    }

    record Order(String item) {}

    @ParameterizedTest(name = "{0}: {2} attempts")
    @CsvSource(delimiter = '|', textBlock = """
        arguments that do not fit the schema     | {}                  | 3
        arguments that are no JSON               | book                | 3
        arguments that the tool itself refuses   | {"item":"nothing"}  | 3
        a tool that is called and fails          | {"item":"lost"}     | 1
        a tool that is called                    | {"item":"book"}     | 1
        """)
    void what_was_refused_before_the_call_may_be_tried_again(String name, String arguments, int attempts) {
        FunctionTool<Order> tool = FunctionTool.of("order", "Orders it.", Order.class, (order, context) -> {
                    if (order.item().equals("lost")) {
                        throw new IllegalStateException("lost on the way");
                    }
                    return Map.of("ordered", order.item());
                })
                .validating(order -> order.item().equals("nothing") ? Optional.of("order something") : Optional.empty())
                .effect(ToolEffect.ONCE);
        List<Boolean> successes = new ArrayList<>();
        Agent<String> agent = Agent.<String>of(A, (input, context) -> {
                    successes.add(context.tools().callJson("order", arguments).success());
                    throw new LlmException.RateLimited("busy");
                })
                .with(p -> p.retry(STEADY));
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(A, "order")
                .register(agent)
                .build()) {
            runtime.run(agent, RunRequest.of("hello"));
        }

        assertThat(successes).hasSize(attempts);
    }
}

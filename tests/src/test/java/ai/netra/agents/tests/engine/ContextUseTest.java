package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A context is its activation's, on its thread, while it lasts. */
class ContextUseTest {
    private final Agent<String> called = returning(B);

    /** Everything that a context lets an agent do. */
    private List<ThrowingCallable> uses(AgentContext context) {
        return List.of(
                () -> context.llm().generate(LlmRequest.of("hello")),
                () -> context.tools().callJson("tool", "{}"),
                () -> context.tools().call("tool", Map.of()),
                () -> context.emit("thought"),
                () -> context.degrade(Failure.of(FailureKind.TOOL_ERROR, "no")),
                () -> context.call(called, AgentInput.of("hello")));
    }

    private static void assertRefused(Stream<Throwable> thrown, String why) {
        assertThat(thrown)
                .hasSize(6)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageContainingAll("the context of activation", why, "use it inside process"));
    }

    @Test
    void after_the_agent_has_returned_it_is_refused() {
        AtomicReference<AgentContext> kept = new AtomicReference<>();
        AtomicReference<List<Throwable>> thrown = new AtomicReference<>();
        Agent<String> keeping = Agent.of(A, (input, context) -> {
            kept.set(context);
            return "A";
        });
        Agent<String> using = Agent.of(B, (input, context) -> {
            thrown.set(uses(kept.get()).stream().map(use -> catchThrowable(use)).toList());
            return "B";
        });
        var flow = SequentialOrchestrator.of(FLOW).then(keeping).endingIn(using);
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> LlmResponse.of("x"))
                .register(flow)
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
        }

        assertRefused(thrown.get().stream(), "after the agent returned");
    }

    @Test
    void on_another_thread_it_is_refused() {
        AtomicReference<List<Throwable>> thrown = new AtomicReference<>();
        Agent<String> using = Agent.of(A, (input, context) -> {
            Thread other = Thread.ofVirtual()
                    .start(() -> thrown.set(uses(context).stream()
                            .map(use -> catchThrowable(use))
                            .toList()));
            other.join();
            return "A";
        });
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> LlmResponse.of("x"))
                .register(using)
                .build()) {
            assertThat(runtime.run(using, RunRequest.of("hello"))).succeeded();
        }

        assertRefused(thrown.get().stream(), "on a thread that is not the activation's");
    }

    @Test
    void it_says_whose_it_is() {
        AtomicReference<List<String>> said = new AtomicReference<>();
        Agent<String> a = Agent.of(A, (input, context) -> {
            said.set(List.of(
                    context.agent().name(),
                    context.activation().value(),
                    context.run().value(),
                    context.user().value(),
                    context.thread().value()));
            return "A";
        });
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            runtime.run(a, RunRequest.of("hello").runId("r1").user("u1").thread("t1"));
        }

        assertThat(said.get()).containsExactly("a", "a", "r1", "u1", "t1");
    }

    @Test
    void without_a_model_client_it_says_how_to_give_one() {
        Agent<String> a = Agent.of(
                A,
                (input, context) ->
                        context.llm().generate(LlmRequest.of("hello")).text());
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("agent a asked for a model")
                    .hasErrorContaining("LocalAgentRuntime.builder().llm(client)");
        }
    }

    @Test
    void the_first_cause_of_a_degradation_stands() {
        Agent<String> a = Agent.of(A, (input, context) -> {
            context.degrade(Failure.of(FailureKind.TOOL_ERROR, "first"));
            context.degrade(Failure.of(FailureKind.TOOL_ERROR, "second"));
            return "A";
        });
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).degraded().hasErrorContaining("first");
        }
    }
}

package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools that people allow each call of. */
class ToolApprovalTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOSS = UserId.of("boss");
    private static final RunId RUN = RunId.of("r1");

    record Refund(String order, int amount) {}

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task here = clock.adopt("test");
    private final StateStore store =
            EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
    private final List<Refund> refunded = new ArrayList<>();
    private final Agent<String> agent = Agent.of(A, (input, context) -> {
        var result = context.tools().callJson("refund", input.message());
        return result.error().map(ToolError::toString).orElse("refunded");
    });

    @AfterEach
    void release() {
        here.release();
    }

    private TestRuntime runtime(ToolEffect effect) {
        FunctionTool<Refund> tool = FunctionTool.of("refund", "Refunds an order.", Refund.class, (refund, context) -> {
                    refunded.add(refund);
                    return Map.of("done", true);
                })
                .effect(effect)
                .approval(ToolApproval.validFor(Duration.ofDays(1)).by(BOSS));
        return TestRuntime.builder()
                .scheduler(clock)
                .tools(ToolRegistry.of(tool))
                .grant(A, "refund")
                .register(agent)
                .setup(builder -> builder.stateStore(store))
                .build();
    }

    private static RunRequest request(String arguments) {
        return RunRequest.of(arguments).user("ann").runId("r1");
    }

    @ParameterizedTest
    @EnumSource
    void is_called_once_when_it_was_allowed_and_not_before(ToolEffect effect) throws InterruptedException {
        PendingQuestion question;
        try (TestRuntime first = runtime(effect)) {
            OrchestrationResult<String> waiting = first.run(agent, request("{\"order\":\"4711\",\"amount\":120}"));
            assertThat(waiting.status()).isEqualTo(RunStatus.SUSPENDED);
            question = waiting.questions().getFirst();
        }
        assertThat(refunded).isEmpty();
        assertThat(question.question().text()).contains("agent a").contains("tool refund");
        assertThat(question.question().details().asMap())
                .containsEntry("arguments", "{\"order\":\"4711\",\"amount\":120}")
                .containsEntry("user", "ann");
        try (TestRuntime second = runtime(effect)) {
            OrchestrationResult<?> result =
                    second.answer(ANN, RUN, question.id(), true, BOSS).result();

            assertThat(result.output().map(Object::toString)).hasValue("refunded");
            assertThat(refunded).containsExactly(new Refund("4711", 120));
        }
    }

    @Test
    void is_not_called_when_it_was_not_allowed() throws InterruptedException {
        try (TestRuntime runtime = runtime(ToolEffect.ONCE)) {
            String id = runtime.run(agent, request("{\"order\":\"4711\",\"amount\":120}"))
                    .questions()
                    .getFirst()
                    .id();
            OrchestrationResult<?> result =
                    runtime.answer(ANN, RUN, id, false, BOSS).result();

            assertThat(result.output().map(Object::toString).orElseThrow()).contains("was not allowed");
            assertThat(refunded).isEmpty();
        }
    }

    @Test
    void is_not_called_when_nobody_allowed_it_in_time() throws InterruptedException {
        try (TestRuntime runtime = runtime(ToolEffect.ONCE)) {
            runtime.run(agent, request("{\"order\":\"4711\",\"amount\":120}"));
            clock.clock().sleep(Duration.ofDays(1));
            OrchestrationResult<?> result = runtime.resume(ANN, RUN).result();

            assertThat(result.output().map(Object::toString).orElseThrow()).contains("not allowed in time");
            assertThat(refunded).isEmpty();
        }
    }

    @Test
    void nobody_is_asked_about_arguments_that_do_not_fit() {
        try (TestRuntime runtime = runtime(ToolEffect.ONCE)) {
            OrchestrationResult<String> result = runtime.run(agent, request("{\"order\":7}"));

            assertThat(result.output().orElseThrow()).contains("INVALID_ARGUMENTS");
            assertThat(refunded).isEmpty();
        }
    }
}

package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Further attempts of orchestrators, which begin anew. Under virtual time, jitter off. */
class RetriedOrchestratorsTest {
    private static final RetryPolicy STEADY = RetryPolicy.defaults().jitter(0);

    private static OrchestrationResult<String> run(TestRuntime runtime, Agent<String> agent) {
        return runtime.run(agent, RunRequest.of("hello"));
    }

    @Test
    void an_orchestrator_is_tried_again_from_its_beginning_and_replays() {
        FakeAgent<String> first = FakeAgent.returning(A, "first");
        FakeLlmClient model = FakeLlmClient.builder()
                .fail(new LlmException.Unavailable("down", null))
                .reply("second")
                .build();
        Agent<String> second = Agent.of(
                B,
                (input, context) -> context.llm().generate(LlmRequest.of("go")).text());
        var inner =
                SequentialOrchestrator.of(Flows.C).then(first).endingIn(second).with(p -> p.retry(STEADY));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime =
                TestRuntime.builder().llm(model).register(flow).build()) {
            assertThat(run(runtime, flow).orThrow()).isEqualTo("second");
        }

        assertThat(first.calls()).isEqualTo(2);
    }

    @Test
    void one_that_takes_longer_than_an_attempt_may_is_tried_again() {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> slowAtFirst = Agent.of(A, (input, context) -> {
            context.clock().sleep(Duration.ofSeconds(calls.incrementAndGet() == 1 ? 30 : 3));
            return "A";
        });
        var inner = SequentialOrchestrator.of(C)
                .endingIn(slowAtFirst)
                .with(p -> p.attemptTimeout(Duration.ofSeconds(5)).retry(STEADY));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = run(runtime, flow);

            assertThat(result).succeeded().hasOutput("A");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5 + 1 + 3));
        }
    }

    @Test
    void one_whose_every_attempt_takes_too_long_has_timed_out_and_says_by_what() {
        FakeAgent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofSeconds(30)).returns("A").build();
        var inner = SequentialOrchestrator.of(C)
                .endingIn(slow)
                .with(p -> p.attemptTimeout(Duration.ofSeconds(5)).retry(STEADY));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = run(runtime, flow);

            assertThat(result).failedWith(FailureKind.TIMED_OUT).hasErrorContaining("raise attemptTimeout");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5 + 1 + 5 + 2 + 5));
        }
        assertThat(slow.interrupted()).isEqualTo(3);
    }

    @Test
    void one_is_not_tried_again_when_it_was_an_agents_own_time_that_passed() {
        FakeAgent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofSeconds(30)).returns("A").build();
        var inner = SequentialOrchestrator.of(C)
                .endingIn(slow.with(p -> p.timeout(Duration.ofSeconds(3))))
                .with(p -> p.attemptTimeout(Duration.ofSeconds(5)).retry(STEADY));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(run(runtime, flow).duration()).isEqualTo(Duration.ofSeconds(3));
        }
        assertThat(slow.calls()).isEqualTo(1);
    }

    @Test
    void one_that_is_late_is_replaced_by_its_fallback() {
        FakeAgent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofSeconds(30)).returns("A").build();
        var inner = SequentialOrchestrator.of(C)
                .endingIn(slow)
                .with(p -> p.attemptTimeout(Duration.ofSeconds(5)).fallback(returning(B)));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = run(runtime, flow);

            assertThat(result).hasStatus(RunStatus.DEGRADED).hasOutput("B");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5));
        }
    }
}

package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Further attempts: after which failures, how many, and when. Under virtual time, jitter off where times are compared. */
class RetryPolicyTest {
    private static final RetryPolicy STEADY = RetryPolicy.defaults().jitter(0);

    /** An agent that asks the model for its output. */
    private static Agent<String> asking() {
        return Agent.of(
                A,
                (input, context) -> context.llm().generate(LlmRequest.of("go")).text());
    }

    private static OrchestrationResult<String> run(TestRuntime runtime, Agent<String> agent) {
        return runtime.run(agent, RunRequest.of("hello"));
    }

    static Stream<Arguments> failures() {
        Exception broken = new IllegalStateException("broken");
        return Stream.of(
                Arguments.of("rate limited", new LlmException.RateLimited("busy"), STEADY, 3),
                Arguments.of("unavailable", new LlmException.Unavailable("down", null), STEADY, 3),
                Arguments.of("deadline of a call", new LlmException.DeadlinePassed("slow", null), STEADY, 3),
                Arguments.of("invalid request", new LlmException.InvalidRequest("what?"), STEADY, 1),
                Arguments.of("context too long", new LlmException.ContextTooLong("much"), STEADY, 1),
                Arguments.of("refused", new LlmException.Refused("no"), STEADY, 1),
                Arguments.of("authentication", new LlmException.Authentication("who?"), STEADY, 1),
                Arguments.of("agent error, not covered", broken, STEADY, 1),
                Arguments.of("agent error, covered", broken, STEADY.on(FailureKind.AGENT_ERROR), 3),
                Arguments.of("one attempt", new LlmException.RateLimited("busy"), STEADY.attempts(1), 1),
                Arguments.of("five attempts", new LlmException.RateLimited("busy"), STEADY.attempts(5), 5));
    }

    @ParameterizedTest(name = "{0}: {3} attempts")
    @MethodSource("failures")
    void tries_again_after_failures_that_it_covers(String name, Exception failure, RetryPolicy policy, int attempts) {
        FakeAgent<String> agent = FakeAgent.failing(A, failure);
        var patient = agent.with(p -> p.retry(policy));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            assertThat(run(runtime, patient).status()).isEqualTo(RunStatus.FAILED);
        }

        assertThat(agent.calls()).isEqualTo(attempts);
    }

    @Test
    void waits_a_second_then_twice_as_long_each_time_up_to_the_longest_delay() {
        List<Instant> begun = new ArrayList<>();
        Agent<String> agent = Agent.of(A, (input, context) -> {
            begun.add(context.clock().instant());
            throw new LlmException.RateLimited("busy");
        });
        var patient = agent.with(p -> p.retry(STEADY.attempts(7)));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            run(runtime, patient);
        }

        List<Long> delays = new ArrayList<>();
        for (int i = 1; i < begun.size(); i++) {
            delays.add(Duration.between(begun.get(i - 1), begun.get(i)).toSeconds());
        }
        assertThat(delays).containsExactly(1L, 2L, 4L, 8L, 16L, 16L);
    }

    @Test
    void draws_each_delay_from_a_fifth_around_its_length() {
        assertThat(RetryPolicy.defaults().delayAfter(1, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(RetryPolicy.defaults().delayAfter(1, 0.5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryPolicy.defaults().delayAfter(5, 1)).isEqualTo(Duration.ofMillis(19_200));
    }

    @Test
    void takes_a_delay_of_any_length() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);

        assertThat(STEADY.delay(forever, forever).delayAfter(1, 0.5)).isGreaterThan(Duration.ofDays(100_000));
        assertThat(RetryPolicy.defaults().delay(Duration.ofSeconds(1), forever).delayAfter(2_000, 1))
                .isGreaterThan(Duration.ofDays(100_000));
    }

    @Test
    void a_delay_longer_than_there_is_time_is_not_waited_for() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy"));
        var patient = agent.with(p -> p.retry(STEADY.delay(forever, forever)));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            assertThat(run(runtime, patient)).failedWith(FailureKind.LLM_ERROR).hasErrorContaining("busy");
        }
    }

    @Test
    void waits_as_long_as_the_provider_says() {
        FakeLlmClient model = FakeLlmClient.builder()
                .fail(new LlmException.RateLimited("busy", Duration.ofSeconds(30)))
                .reply("done")
                .build();
        var patient = asking().with(p -> p.retry(STEADY));
        try (TestRuntime runtime =
                TestRuntime.builder().llm(model).register(patient).build()) {
            OrchestrationResult<String> result = run(runtime, patient);

            assertThat(result.orThrow()).isEqualTo("done");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(30));
            assertThat(result.usage().llmCalls()).isEqualTo(2);
        }
    }

    @Test
    void gives_up_at_once_where_the_delay_would_outlast_the_deadline() {
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy", Duration.ofMinutes(2)));
        var patient = agent.with(p -> p.timeout(Duration.ofMinutes(1)).retry(STEADY));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            OrchestrationResult<String> result = run(runtime, patient);

            assertThat(result.duration()).isZero();
            assertThat(result.error().orElseThrow().failure().kind()).isEqualTo(FailureKind.LLM_ERROR);
        }
    }

    @Test
    void one_deadline_spans_all_attempts() {
        FakeAgent<String> agent = FakeAgent.builder(A)
                .waits(Duration.ofSeconds(4))
                .fails(new LlmException.RateLimited("busy"))
                .build();
        var patient = agent.with(p -> p.timeout(Duration.ofSeconds(8)).retry(STEADY.attempts(9)));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            OrchestrationResult<String> result = run(runtime, patient);

            assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(8));
            assertThat(agent.calls()).isEqualTo(2);
        }
    }

    @Test
    void an_attempt_that_takes_too_long_is_interrupted_and_tried_again() {
        FakeAgent<String> agent = FakeAgent.builder(A)
                .waits(Duration.ofSeconds(30))
                .returns("late")
                .build();
        var impatient = agent.with(p -> p.attemptTimeout(Duration.ofSeconds(5)).retry(STEADY));
        try (TestRuntime runtime = TestRuntime.builder().register(impatient).build()) {
            OrchestrationResult<String> result = run(runtime, impatient);

            assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5 + 1 + 5 + 2 + 5));
            assertThat(agent.interrupted()).isEqualTo(3);
        }
    }

    @Test
    void nested_retries_stay_within_the_limits_of_the_run() {
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy"));
        var inner = SequentialOrchestrator.of(B)
                .endingIn(agent.with(p -> p.retry(STEADY.attempts(50))))
                .with(p -> p.retry(STEADY.attempts(50).on(FailureKind.LLM_ERROR)));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder()
                .limits(Limits.defaults().activations(20))
                .register(flow)
                .build()) {
            OrchestrationResult<String> result = run(runtime, flow);

            assertThat(result.status()).isEqualTo(RunStatus.LIMIT_EXCEEDED);
            assertThat(result.usage().activations()).isEqualTo(20);
            assertThat(agent.calls()).isEqualTo(19);
        }
    }

    @Test
    void tells_of_each_further_attempt() {
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy"));
        var patient = agent.with(p -> p.retry(STEADY));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            run(runtime, patient);

            assertThat(runtime.recorder().events())
                    .filteredOn(AgentEvent.AgentRetrying.class::isInstance)
                    .extracting(event -> ((AgentEvent.AgentRetrying) event).attempt())
                    .containsExactly(1, 2);
        }
    }

    @Test
    void a_cancelled_run_makes_no_further_attempt() throws InterruptedException {
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy", Duration.ofMinutes(1)));
        var patient = agent.with(p -> p.retry(STEADY));
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            Task self = runtime.scheduler().adopt("test"); // time stands still while it works
            RunHandle<String> handle =
                    runtime.start(patient, RunRequest.of("hello").user("u").runId("r"));
            runtime.scheduler().schedule(Duration.ofSeconds(10), () -> handle.cancel("changed my mind"));
            OrchestrationResult<String> result = handle.result();
            self.release();

            assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
        }

        assertThat(agent.calls()).isEqualTo(1);
    }

    /** An agent, its time for each attempt and for all in seconds, what becomes of the run, and how often the fallback is called. */
    @SuppressWarnings("NullAway") // what host code may do
    static Stream<Arguments> primaries() {
        FakeAgent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofMinutes(2)).returns("A").build();
        Agent<String> nothing = Agent.of(A, (input, context) -> null);
        Agent<String> greedy = Agent.of(A, (input, context) -> {
            context.llm().generate(LlmRequest.of("once"));
            return context.llm().generate(LlmRequest.of("once more")).text();
        });
        return Stream.of(
                Arguments.of("an output", FakeAgent.returning(A, "A"), 200, 200, RunStatus.SUCCEEDED, 0),
                Arguments.of("an exception", failing(A), 200, 200, RunStatus.DEGRADED, 1),
                Arguments.of(
                        "a refusal",
                        FakeAgent.failing(A, new LlmException.Refused("no")),
                        200,
                        200,
                        RunStatus.DEGRADED,
                        1),
                Arguments.of("no output", nothing, 200, 200, RunStatus.DEGRADED, 1),
                Arguments.of("too long for an attempt", slow, 5, 200, RunStatus.DEGRADED, 1),
                Arguments.of("too long for everything", slow, 200, 5, RunStatus.TIMED_OUT, 0),
                Arguments.of("a limit of the run", greedy, 200, 200, RunStatus.LIMIT_EXCEEDED, 0),
                Arguments.of("cancelled", slow, 200, 200, RunStatus.CANCELLED, 0));
    }

    @ParameterizedTest(name = "{0}: {4}")
    @MethodSource("primaries")
    void a_fallback_takes_over_from_a_failure_and_from_nothing_else(
            String name, Agent<String> primary, int attemptTime, int time, RunStatus status, int calls) {
        FakeAgent<String> fallback = FakeAgent.returning(B, "B");
        var covered = primary.with(p -> p.timeout(Duration.ofSeconds(time))
                .attemptTimeout(Duration.ofSeconds(attemptTime))
                .fallback(fallback));
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> LlmResponse.of("x"))
                .limits(Limits.defaults().llmCalls(1))
                .register(covered)
                .build()) {
            runtime.scheduler()
                    .schedule(Duration.ofMinutes(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            OrchestrationResult<String> result =
                    runtime.run(covered, RunRequest.of("hello").runId("r1"));

            assertThat(result.status()).isEqualTo(status);
            assertThat(result.output())
                    .isEqualTo(Optional.ofNullable(Map.of(RunStatus.SUCCEEDED, "A", RunStatus.DEGRADED, "B")
                            .get(status)));
        }

        assertThat(fallback.calls()).isEqualTo(calls);
    }

    @Test
    void a_fallback_takes_over_when_no_attempt_is_left_and_the_outcome_is_degraded() {
        FakeAgent<String> agent = FakeAgent.failing(A, new LlmException.RateLimited("busy"));
        var covered = agent.with(p -> p.retry(STEADY).fallback(returning(B)));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(covered);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            OrchestrationResult<String> result = run(runtime, flow);

            assertThat(result.status()).isEqualTo(RunStatus.DEGRADED);
            assertThat(result.output()).contains("B");
            assertThat(outcome(result, A))
                    .isInstanceOfSatisfying(
                            Outcome.Degraded.class,
                            degraded -> assertThat(degraded.cause().message()).contains("busy"));
            assertThat(result.usage().activations()).isEqualTo(4);
        }

        assertThat(agent.calls()).isEqualTo(3);
    }

    @Test
    void a_fallback_that_fails_too_leaves_the_first_failure_as_the_cause() {
        var covered = failing(A).with(p -> p.fallback(failing(B)));
        try (TestRuntime runtime = TestRuntime.builder().register(covered).build()) {
            OrchestrationResult<String> result = run(runtime, covered);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.cause().orElseThrow())
                    .hasMessage("a failed")
                    .satisfies(cause -> assertThat(cause.getSuppressed())
                            .extracting(Throwable::getMessage)
                            .containsExactly("b failed"));
        }
    }

    @Test
    void a_fallback_takes_over_from_an_attempt_that_took_too_long() {
        FakeAgent<String> slow = FakeAgent.builder(A)
                .waits(Duration.ofMinutes(1))
                .returns("late")
                .build();
        var covered = slow.with(p -> p.attemptTimeout(Duration.ofSeconds(5)).fallback(returning(B)));
        try (TestRuntime runtime = TestRuntime.builder().register(covered).build()) {
            OrchestrationResult<String> result = run(runtime, covered);

            assertThat(result.output()).contains("B");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void nothing_takes_over_once_the_deadline_of_everything_has_passed() {
        FakeAgent<String> slow = FakeAgent.builder(A)
                .waits(Duration.ofMinutes(1))
                .returns("late")
                .build();
        var covered = slow.with(p -> p.timeout(Duration.ofSeconds(5)).fallback(returning(B)));
        try (TestRuntime runtime = TestRuntime.builder().register(covered).build()) {
            assertThat(run(runtime, covered).status()).isEqualTo(RunStatus.TIMED_OUT);
        }
    }
}

package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.all;
import static ai.netra.agents.tests.engine.Flows.collect;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of activations when another one of the same orchestrator ends. */
class SiblingsTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void a_failing_branch_interrupts_the_others() {
        FakeAgent<String> patient =
                FakeAgent.builder(B).waits(LONG).returns("B").build();
        var flow = all(failingSoon(), patient);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.AGENT_ERROR).hasErrorContaining("a failed");
            assertThat(patient.interrupted()).isEqualTo(1);
            assertThat(outcome(result, B)).isEqualTo(new Outcome.Cancelled<>("flow failed"));
            assertThat(result.duration()).isEqualTo(Duration.ofNanos(1));
        }
    }

    @Test
    void on_real_threads_a_failing_branch_ends_the_run_long_before_its_siblings_would() {
        Duration work = Duration.ofSeconds(2);
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        Agent<String> failing = Agent.of(A, (input, context) -> {
            begun.await();
            throw new IllegalStateException("at once");
        });
        var flow = all(failing, working(B, work, begun, interrupted), working(C, work, begun, interrupted));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .build()) {
            long start = System.nanoTime();
            var result = runtime.run(flow, RunRequest.of("hello"));
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(result).failedWith(FailureKind.AGENT_ERROR).hasErrorContaining("at once");
            assertThat(interrupted).hasValue(2);
            assertThat(took).isLessThan(work.dividedBy(2));
        }
    }

    private static Agent<String> working(
            AgentKey<String> key, Duration work, CountDownLatch begun, AtomicInteger interrupted) {
        return Agent.of(key, (input, context) -> {
            begun.countDown();
            try {
                context.clock().sleep(work);
                return "done";
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        });
    }

    /** Fails when everybody else waits, and so has begun. */
    private static Agent<String> failingSoon() {
        return FakeAgent.builder(A)
                .waits(Duration.ofNanos(1))
                .fails(new IllegalStateException("a failed"))
                .build();
    }

    @Test
    void a_run_returns_only_when_interrupted_branches_have_ended() {
        AtomicBoolean ended = new AtomicBoolean();
        Agent<String> slowToStop = Agent.of(B, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException e) {
                context.clock().sleep(Duration.ofSeconds(1));
                ended.set(true);
            }
            return "B";
        });
        var flow = all(failingSoon(), slowToStop);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));

            assertThat(ended).isTrue();
        }
    }

    @Test
    void what_ended_before_the_decision_keeps_its_outcome() {
        Decision<String> done = Decision.finish("done");
        Agent<String> quick =
                FakeAgent.builder(A).waits(Duration.ofSeconds(1)).returns("A").build();
        Agent<String> second =
                FakeAgent.builder(B).waits(Duration.ofSeconds(2)).returns("B").build();
        Agent<String> slow = FakeAgent.builder(C).waits(LONG).returns("C").build();
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(quick), Activation.of(second), Activation.of(slow)))
                        : progress.ended() < 2 ? Decision.await() : done,
                quick,
                second,
                slow);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput("done").hasOutput(A, "A").hasOutput(B, "B");
            assertThat(outcome(result, C)).isEqualTo(new Outcome.Cancelled<>("flow succeeded"));
        }
    }

    @Test
    void a_branch_that_returns_all_the_same_is_recorded_as_cancelled() {
        Agent<String> stubborn = Agent.of(B, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException ignored) {
                return "too late";
            }
            return "B";
        });
        var flow = all(failingSoon(), stubborn);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(outcome(runtime.run(flow, RunRequest.of("hello")), B)).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void an_outcome_that_is_in_when_the_decision_falls_keeps_what_it_is() {
        VirtualClock clock = VirtualClock.automatic();
        Agent<String> first = returning(A);
        Agent<String> second =
                FakeAgent.builder(B).waits(Duration.ofMillis(1)).returns("B").build();
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(first), Activation.of(second)))
                        : Decision.finish("done"),
                first,
                second);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .register(flow)
                        .listener(event -> {
                            if (event.type().equals("agent_completed")) { // told to the thread that decides
                                sleep(clock, LONG);
                            }
                        })
                        .build()) {
            assertThat(outcome(runtime.run(flow, RunRequest.of("hello")), B)).isEqualTo(new Outcome.Succeeded<>("B"));
        }
    }

    private static void sleep(VirtualClock clock, Duration time) {
        try {
            clock.clock().sleep(time);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void a_nested_orchestrator_that_ends_after_the_decision_is_recorded_as_cancelled() {
        Agent<String> slowToStop = Agent.of(B, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException e) {
                context.clock().sleep(Duration.ofSeconds(5));
            }
            return "B";
        });
        Agent<String> quick =
                FakeAgent.builder(A).waits(Duration.ofMillis(1)).returns("A").build();
        AgentKey<String> inner = AgentKey.of("inner", String.class);
        var windingDown = DecidingOrchestrator.of(
                inner,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(quick), Activation.of(slowToStop)))
                        : Decision.finish("done"),
                quick,
                slowToStop);
        Agent<String> failing = FakeAgent.builder(C)
                .waits(Duration.ofSeconds(1))
                .fails(new IllegalStateException("no"))
                .build();
        var flow = all(windingDown, failing);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(outcome(result, inner)).isEqualTo(new Outcome.Cancelled<>("flow failed"));
        }
    }

    @Test
    void the_first_failure_is_the_cause_and_later_ones_are_suppressed() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        var flow = collect(
                FakeAgent.builder(A).waits(Duration.ofSeconds(2)).fails(second).build(),
                FakeAgent.builder(B).waits(Duration.ofSeconds(1)).fails(first).build(),
                returning(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).degraded().hasOutput("C").hasErrorContaining("first");
            assertThat(result.cause()).containsSame(first);
            assertThat(first.getSuppressed()).containsExactly(second);
        }
    }

    @Test
    void a_cause_belongs_to_the_failure_it_is_told_with() {
        var flow = collect(
                nothing(),
                FakeAgent.builder(B)
                        .waits(Duration.ofSeconds(1))
                        .fails(new IllegalStateException("other"))
                        .build());
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).hasErrorContaining("agent a returned null");
            assertThat(result.cause()).isEmpty();
        }
    }

    @SuppressWarnings("NullAway") // what host code may do
    private static Agent<String> nothing() {
        return Agent.of(A, (input, context) -> null);
    }

    @Test
    void a_success_has_no_cause_though_a_branch_it_no_longer_needed_threw() {
        Agent<String> slow = FakeAgent.builder(B).waits(LONG).returns("B").build();
        Agent<String> quick = returning(A);
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(quick), Activation.of(slow)))
                        : Decision.finish("done"),
                quick,
                slow);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded();
            assertThat(result.cause()).isEmpty();
        }
    }

    @Test
    void the_error_names_the_agent_that_failed_and_not_the_one_started_last() {
        var flow = SequentialOrchestrator.of(FLOW).thenOptional(failing(A)).endingIn(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result.error()).map(error -> error.phase()).contains("a");
            assertThat(result.phase()).isEqualTo("b");
        }
    }

    @Test
    void waiting_with_nothing_running_is_a_stall() {
        var flow = DecidingOrchestrator.of(FLOW, progress -> Decision.await());
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")))
                    .failedWith(FailureKind.STALLED)
                    .hasErrorContaining("orchestrator flow waits with nothing running");
        }
    }

    @Test
    void a_failure_of_a_limit_stays_one_a_level_up() {
        var flow = DecidingOrchestrator.<String>of(
                FLOW, progress -> Decision.fail(Failure.of(FailureKind.LIMIT_EXCEEDED, "too many")));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).hasStatus(RunStatus.LIMIT_EXCEEDED);
        }
    }

    @Test
    void a_skipped_agent_degrades_nothing() {
        Agent<String> b = returning(B);
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.skip(A, "not needed"), Activation.of(b)))
                        : progress.running() > 0 ? Decision.await() : Decision.finish("done"),
                b);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")))
                    .succeeded()
                    .skipped(A)
                    .ran(B);
        }
    }
}

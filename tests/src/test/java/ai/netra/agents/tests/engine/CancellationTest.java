package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways to cancel a run, and what is left of it. */
@Timeout(60)
class CancellationTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");

    private final FakeAgent<String> patient =
            FakeAgent.builder(A).waits(LONG).returns("A").build();
    private final FakeAgent<String> next = FakeAgent.returning(B, "B");
    private final SequentialOrchestrator<String> flow =
            SequentialOrchestrator.of(FLOW).then(patient).endingIn(next);

    @AfterEach
    void leave_no_interrupt_to_the_next_test() {
        Thread.interrupted();
    }

    private static void afterASecond(TestRuntime runtime, Runnable action) {
        runtime.scheduler().schedule(Duration.ofSeconds(1), action);
    }

    private static void cancelAfterASecond(TestRuntime runtime) {
        afterASecond(runtime, () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
    }

    @Test
    void by_the_runtime_interrupts_what_runs_and_begins_nothing_more() {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            cancelAfterASecond(runtime);
            var result = runtime.run(flow, REQUEST);

            assertThat(result).cancelled().hasErrorContaining("enough");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(1));
            assertThat(outcome(result, A)).isEqualTo(new Outcome.Cancelled<>("enough"));
            assertThat(patient.interrupted()).isEqualTo(1);
            assertThat(next.calls()).isZero();
        }
    }

    /** An agent that asks a model five times, tries again and has a fallback that asks too; and the calls of the model, which take a minute each. */
    private static final class Asking {
        private final AtomicInteger calls = new AtomicInteger();
        private final Agent<String> agent = asking(A)
                .with(p -> p.retry(RetryPolicy.defaults().on(FailureKind.AGENT_ERROR))
                        .fallback(asking(B)));
        private final TestRuntime runtime;

        private Asking() {
            AtomicReference<TestRuntime> own = new AtomicReference<>();
            runtime = TestRuntime.builder()
                    .llm(request -> {
                        calls.incrementAndGet();
                        own.get().scheduler().clock().sleep(Duration.ofMinutes(1));
                        return LlmResponse.of("x");
                    })
                    .register(agent)
                    .build();
            own.set(runtime);
        }

        private static Agent<String> asking(AgentKey<String> key) {
            return Agent.of(key, (input, context) -> {
                for (int i = 0; i < 5; i++) {
                    context.llm().generate(LlmRequest.of("call " + i));
                }
                return "done";
            });
        }
    }

    @Test
    void makes_no_further_call_of_a_model() throws InterruptedException {
        Asking asking = new Asking();
        try (TestRuntime runtime = asking.runtime) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(90), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            var result = runtime.run(asking.agent, REQUEST);

            assertThat(result).cancelled();
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(90));
            assertThat(result.usage().llmCalls()).isEqualTo(2);
            runtime.scheduler().clock().sleep(Duration.ofHours(1));
            assertThat(asking.calls).as("with that under way").hasValue(2);
        }
    }

    @Test
    void by_an_interrupt_of_the_caller_makes_no_further_call_of_a_model() throws InterruptedException {
        Asking asking = new Asking();
        try (TestRuntime runtime = asking.runtime) {
            Task self = runtime.scheduler().adopt("caller");
            Thread caller = Thread.currentThread();
            runtime.scheduler().schedule(Duration.ofSeconds(90), caller::interrupt);
            var result = runtime.run(asking.agent, REQUEST);
            self.release();

            assertThat(result).cancelled();
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(90));
            assertThat(Thread.interrupted()).as("restored").isTrue();
            runtime.scheduler().clock().sleep(Duration.ofHours(1));
            assertThat(asking.calls).as("with that under way").hasValue(2);
        }
    }

    @Test
    void by_the_runtime_does_not_leave_the_hosts_thread_interrupted() {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            cancelAfterASecond(runtime);
            runtime.run(flow, REQUEST);

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void by_the_handle_ends_a_started_run() throws InterruptedException {
        Agent<String> waiting = Agent.of(A, (input, context) -> {
            new CountDownLatch(1).await();
            return "never";
        });
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(waiting)
                        .build()) {
            RunHandle<String> handle = runtime.start(waiting, REQUEST);
            handle.cancel("enough");

            assertThat(handle.result()).cancelled().hasErrorContaining("enough");
            assertThat(handle.isDone()).isTrue();
        }
    }

    @Test
    void the_first_reason_stands() {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            afterASecond(runtime, () -> {
                runtime.cancel(UserId.LOCAL, RunId.of("r1"), "first");
                runtime.cancel(UserId.LOCAL, RunId.of("r1"), "second");
            });

            assertThat(runtime.run(flow, REQUEST)).hasErrorContaining("first");
        }
    }

    @Test
    void of_a_run_that_does_not_exist_or_has_ended_says_so() {
        Agent<String> a = returning(A);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough")).isFalse();
            runtime.run(a, REQUEST);

            assertThat(runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough")).isFalse();
        }
    }

    @Test
    void of_another_users_run_is_not_possible() {
        AtomicBoolean cancelled = new AtomicBoolean();
        FakeAgent<String> brief =
                FakeAgent.builder(A).waits(Duration.ofSeconds(5)).returns("A").build();
        try (TestRuntime runtime = TestRuntime.builder().register(brief).build()) {
            afterASecond(runtime, () -> cancelled.set(runtime.cancel(UserId.of("mallory"), RunId.of("r1"), "enough")));

            assertThat(runtime.run(brief, REQUEST)).succeeded();
            assertThat(cancelled).isFalse();
        }
    }

    @Test
    void by_interrupting_the_hosts_thread_cancels_and_restores_the_interrupt() {
        Thread host = Thread.currentThread();
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            afterASecond(runtime, host::interrupt);
            var result = runtime.run(flow, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled().hasErrorContaining("the thread that called run was interrupted");
            assertThat(next.calls()).isZero();
        }
    }

    @Test
    void by_interrupting_the_hosts_thread_cancels_parallel_branches_too() {
        Thread host = Thread.currentThread();
        FakeAgent<String> other = FakeAgent.builder(B).waits(LONG).returns("B").build();
        var both = Flows.collect(patient, other);
        try (TestRuntime runtime = TestRuntime.builder().register(both).build()) {
            afterASecond(runtime, host::interrupt);
            var result = runtime.run(both, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled();
            assertThat(patient.interrupted() + other.interrupted()).isEqualTo(2);
        }
    }

    @Test
    void by_interrupting_the_hosts_thread_is_noticed_though_nothing_waits() {
        Agent<String> computing = Agent.of(A, (input, context) -> {
            Thread.currentThread().interrupt(); // as a host would, from another thread
            return "A";
        });
        var busy = SequentialOrchestrator.of(FLOW).then(computing).endingIn(next);
        try (TestRuntime runtime = TestRuntime.builder().register(busy).build()) {
            var result = runtime.run(busy, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled();
            assertThat(outcome(result, A)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(next.calls()).isZero();
        }
    }

    @Test
    void by_interrupting_the_hosts_thread_is_noticed_though_an_agent_wraps_the_exception() {
        Thread host = Thread.currentThread();
        Agent<String> wrapping = Agent.of(A, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("wrapped", e);
            }
            return "A";
        });
        var wrapped = SequentialOrchestrator.of(FLOW).thenOptional(wrapping).endingIn(next);
        try (TestRuntime runtime = TestRuntime.builder().register(wrapped).build()) {
            afterASecond(runtime, host::interrupt);
            var result = runtime.run(wrapped, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled();
            assertThat(next.calls()).isZero();
        }
    }

    @Test
    void a_thread_that_comes_interrupted_runs_nothing() {
        Thread.currentThread().interrupt();
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, REQUEST);

            assertThat(Thread.interrupted()).as("interrupt restored").isTrue();
            assertThat(result).cancelled();
            assertThat(patient.calls()).isZero();
        }
    }

    @Test
    void an_agent_that_takes_an_interrupt_for_its_own_does_not_end_the_next_one_on_a_thread_of_the_run()
            throws InterruptedException {
        Agent<String> leaving = Agent.of(A, (input, context) -> {
            Thread.currentThread().interrupt();
            return "A";
        });
        Agent<String> sleeping =
                FakeAgent.builder(B).waits(Duration.ofSeconds(1)).returns("B").build();
        var both = SequentialOrchestrator.of(FLOW).then(leaving).endingIn(sleeping);
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(both)
                        .build()) {
            assertThat(runtime.start(both, REQUEST).result()).succeeded();
        }
    }

    @Test
    void interrupting_a_wait_for_a_handle_does_not_touch_the_run() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            Task own = runtime.scheduler().adopt("test"); // so that time stands still until it waits
            RunHandle<String> handle = runtime.start(patient, REQUEST);
            Thread.currentThread().interrupt();

            assertThatThrownBy(handle::result).isInstanceOf(InterruptedException.class);
            assertThat(handle.result()).succeeded();
            own.release();
        }
    }

    @Test
    void a_wait_for_a_handle_ends_when_its_time_is_over_and_the_run_goes_on() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            Task own = runtime.scheduler().adopt("test"); // so that time stands still until it waits
            RunHandle<String> handle = runtime.start(patient, REQUEST);

            assertThat(handle.result(Duration.ofSeconds(1))).isEmpty();
            assertThat(handle.result()).succeeded();
            own.release();
        }
    }

    @Test
    void with_a_cause_puts_it_on_the_result() throws InterruptedException {
        GatedAgent agent = new GatedAgent(A);
        IllegalStateException cause = new IllegalStateException("the browser went away");
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(agent)
                        .build()) {
            RunHandle<String> handle = runtime.start(agent, REQUEST);
            handle.cancel("nobody listens", cause);
            handle.cancel("too late", new IllegalStateException("not the first"));
            var result = handle.result();

            assertThat(result).cancelled().hasErrorContaining("nobody listens");
            assertThat(result.cause()).containsSame(cause);
            assertThatThrownBy(result::orThrow).hasCause(cause);
            assertThat(cause.getSuppressed()).isEmpty();
        }
    }

    @Test
    void by_closing_the_runtime_ends_what_runs_and_refuses_what_comes() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Agent<String> waiting = Agent.of(A, (input, context) -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            TestRuntime runtime =
                    TestRuntime.builder().scheduler(scheduler).register(waiting).build();
            RunHandle<String> handle = runtime.start(waiting, REQUEST);
            begun.await();
            runtime.close();

            assertThat(handle.isDone()).isTrue();
            assertThat(handle.result()).cancelled().hasErrorContaining("the runtime was closed");
            assertThatThrownBy(() -> runtime.start(waiting, RunRequest.of("hello")))
                    .isInstanceOf(RunRejectedException.RuntimeClosed.class)
                    .hasMessageContaining("the runtime is closed");
        }
    }

    @Test
    void of_a_run_interrupts_all_64_agents_and_leaves_no_thread() {
        assertAllInterrupted(new CountingScheduler(VirtualClock.automatic()));
    }

    @Test
    void of_a_run_on_real_threads_interrupts_all_64_agents_and_leaves_no_thread() {
        assertAllInterrupted(new CountingScheduler(SystemScheduler.create()));
    }

    private static void assertAllInterrupted(CountingScheduler scheduler) {
        AtomicInteger interrupted = new AtomicInteger();
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        AtomicInteger waiting = new AtomicInteger();
        Signal never = scheduler.signal();
        List<Agent<String>> branches = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            branches.add(Agent.of(AgentKey.of("branch" + i, String.class), (input, context) -> {
                if (waiting.incrementAndGet() == 64) {
                    scheduler.schedule(
                            Duration.ofMillis(20), () -> runtime.get().cancel(context.user(), context.run(), "enough"));
                }
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                    throw e;
                }
                return "never";
            }));
        }
        var wide = Flows.all(branches.toArray(Agent<?>[]::new));
        runtime.set(TestRuntime.builder().scheduler(scheduler).register(wide).build());
        try (scheduler;
                TestRuntime used = runtime.get()) {
            var result = used.run(wide, REQUEST);

            scheduler.join(); // no thread is left
            assertThat(scheduler.forked()).as("threads beside the caller's").isEqualTo(63);
            assertThat(interrupted).hasValue(64);
            assertThat(result).cancelled();
            assertThat(result.outcomes())
                    .hasSize(64)
                    .allSatisfy(ended -> assertThat(ended.outcome()).isEqualTo(new Outcome.Cancelled<>("enough")));
        }
    }

    @Test
    void reaches_agents_that_never_block() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        Agent<String> spinning = Agent.of(A, (input, context) -> {
            runtime.get()
                    .scheduler()
                    .fork("canceller", task -> runtime.get().cancel(UserId.LOCAL, RunId.of("r1"), "enough"));
            while (true) {
                context.cancellation().throwIfCancelled();
                Thread.onSpinWait();
            }
        });
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            runtime.set(TestRuntime.builder()
                    .scheduler(scheduler)
                    .register(spinning)
                    .build());
            try (TestRuntime used = runtime.get()) {
                assertThat(used.run(spinning, REQUEST)).cancelled();
            }
        }
    }

    @Test
    void of_a_nested_run_reaches_every_depth() {
        var inner = Flows.collect(
                patient, FakeAgent.builder(C).waits(LONG).returns("C").build());
        Agent<String> caller =
                Agent.of(AgentKey.of("caller", String.class), (input, context) -> context.call(inner, input));
        var outer =
                SequentialOrchestrator.of(AgentKey.of("outer", String.class)).endingIn(caller);
        try (TestRuntime runtime = TestRuntime.builder().register(outer).build()) {
            cancelAfterASecond(runtime);
            var result = runtime.run(outer, REQUEST);

            assertThat(result).cancelled();
            assertThat(patient.interrupted()).isEqualTo(1);
            assertThat(runtime.recorder().types())
                    .filteredOn("agent_cancelled"::equals)
                    .hasSize(4);
        }
    }

    @Test
    void what_was_decided_before_it_stands() {
        Agent<String> slowToStop = Agent.of(B, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException e) {
                context.clock().sleep(Duration.ofSeconds(10));
            }
            return "B";
        });
        Agent<String> quick = returning(A);
        var first = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(List.of(Activation.of(quick), Activation.of(slowToStop)))
                        : Decision.finish("done"),
                quick,
                slowToStop);
        try (TestRuntime runtime = TestRuntime.builder().register(first).build()) {
            cancelAfterASecond(runtime);

            assertThat(runtime.run(first, REQUEST))
                    .hasStatus(RunStatus.SUCCEEDED)
                    .hasOutput("done");
        }
    }

    @Test
    void a_run_within_a_run_is_cancelled_with_it() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        AtomicReference<RunStatus> inner = new AtomicReference<>();
        Agent<String> running = Agent.of(B, (input, context) -> {
            inner.set(runtime.get().run(patient, RunRequest.of("inner")).status());
            return "B";
        });
        runtime.set(TestRuntime.builder().register(patient).register(running).build());
        try (TestRuntime used = runtime.get()) {
            cancelAfterASecond(used);

            assertThat(used.run(running, REQUEST)).cancelled();
            assertThat(inner.get()).isEqualTo(RunStatus.CANCELLED);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}

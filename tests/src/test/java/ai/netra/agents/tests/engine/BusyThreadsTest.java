package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.netra.agents.Agent;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One run executes in a thread at a time: the next one is rejected, or waits for its turn. */
@Timeout(60)
class BusyThreadsTest {
    private final GatedAgent agent = new GatedAgent(A);
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final TestRuntime runtime = TestRuntime.builder()
            .scheduler(scheduler)
            .register(agent)
            .register(returning(B))
            .build();

    @AfterEach
    void close() {
        runtime.close();
        scheduler.close();
        Thread.interrupted();
    }

    private static RunRequest inThread(String message) {
        return RunRequest.of(message).user("alice").thread("t1").runId(message);
    }

    private static RunRequest queued(String message) {
        return inThread(message).whenBusy(WhenBusy.QUEUE);
    }

    @Test
    void a_second_run_is_rejected_and_told_which_one_is_there() throws InterruptedException {
        runtime.start(agent, inThread("one"));

        RunRejectedException.ThreadBusy busy = catchThrowableOfType(
                RunRejectedException.ThreadBusy.class, () -> runtime.start(agent, inThread("two")));

        assertThat(busy.run()).isEqualTo(RunId.of("one"));
        assertThat(busy).hasMessageContainingAll("thread t1 is busy with run one", "WhenBusy.QUEUE");
        assertThatThrownBy(() -> runtime.run(agent, inThread("three")))
                .isInstanceOf(RunRejectedException.ThreadBusy.class);
        agent.letGo("one");
        assertThat(agent.next()).isEqualTo("one");
        assertThat(agent.hasNext()).isFalse();
    }

    @Test
    void nothing_is_kept_of_a_rejected_run_and_the_same_request_may_come_again() throws InterruptedException {
        RunHandle<String> first = runtime.start(agent, inThread("one"));
        assertThatThrownBy(() -> runtime.start(agent, inThread("two")))
                .isInstanceOf(RunRejectedException.ThreadBusy.class);

        assertThat(runtime.find(UserId.of("alice"), RunId.of("two"))).isEmpty();
        agent.letGo("one");
        agent.letGo("two");
        assertThat(first.result()).succeeded();
        assertThat(runtime.run(agent, inThread("two"))).hasOutput("two");
    }

    @Test
    void the_same_run_again_is_not_rejected_by_itself() throws InterruptedException {
        RunHandle<String> first = runtime.start(agent, inThread("one"));
        RunHandle<String> again = runtime.start(agent, inThread("one"));
        agent.letGo("one");

        assertThat(again.result()).isSameAs(first.result());
    }

    @Test
    void whoever_has_a_result_may_start_the_next_run_at_once() throws InterruptedException {
        agent.letGo("hello");
        for (int i = 0; i < 500; i++) {
            RunRequest request = RunRequest.of("hello").thread("t1");

            assertThat(runtime.start(agent, request).result()).succeeded();
        }
    }

    @Test
    void a_thread_is_free_after_a_run_that_failed_was_cancelled_or_was_refused() throws InterruptedException {
        Agent<String> failing = failing(B);
        List<String> verdicts = new ArrayList<>(List.of("no", "yes"));
        RequestGuard guard =
                request -> verdicts.removeFirst().equals("no") ? RequestGuard.refused("no") : RequestGuard.allowed();
        Agent<String> guarded = Agent.of(A, (input, context) -> "A");
        try (LocalAgentRuntime own = LocalAgentRuntime.builder()
                .register(failing)
                .register(agent)
                .register(guarded, guard)
                .build()) {
            assertThat(own.run(failing, inThread("one")).status()).isEqualTo(RunStatus.FAILED);
            RunHandle<String> cancelled = own.start(agent, inThread("two"));
            cancelled.cancel("enough");
            assertThat(cancelled.result()).cancelled();
            assertThat(own.run(guarded, inThread("three"))).refusedWith("no");
            assertThat(own.run(guarded, inThread("four"))).succeeded();
        }
    }

    @Test
    void runs_without_a_thread_are_never_busy() throws InterruptedException {
        runtime.start(agent, RunRequest.of("one"));
        runtime.start(agent, RunRequest.of("two"));

        assertThat(List.of(agent.next(), agent.next())).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void a_thread_of_the_same_id_is_another_one_for_another_user() throws InterruptedException {
        runtime.start(agent, inThread("one"));
        runtime.start(agent, RunRequest.of("two").user("bob").thread("t1"));

        assertThat(List.of(agent.next(), agent.next())).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void queued_runs_have_their_turn_in_the_order_of_their_coming() throws InterruptedException {
        List<RunHandle<String>> handles = new ArrayList<>();
        handles.add(runtime.start(agent, inThread("one")));
        for (String message : List.of("two", "three", "four")) {
            handles.add(runtime.start(agent, queued(message)));
        }
        assertThat(handles.stream().map(RunHandle::status))
                .containsExactly(RunStatus.RUNNING, RunStatus.QUEUED, RunStatus.QUEUED, RunStatus.QUEUED);
        for (RunHandle<String> handle : handles) {
            String message = agent.next();
            assertThat(message).isEqualTo(handle.run().value());
            assertThat(agent.hasNext()).isFalse();
            assertThat(handle.status()).isEqualTo(RunStatus.RUNNING);
            agent.letGo(message);
            assertThat(handle.result()).hasOutput(message);
            assertThat(handle.status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    void a_run_is_rejected_behind_queued_ones_too() throws InterruptedException {
        runtime.start(agent, inThread("one"));
        runtime.start(agent, queued("two"));
        agent.letGo("one");
        agent.next();
        agent.next();

        RunRejectedException.ThreadBusy busy = catchThrowableOfType(
                RunRejectedException.ThreadBusy.class, () -> runtime.start(agent, inThread("three")));
        assertThat(busy.run()).isEqualTo(RunId.of("two"));
    }

    @Test
    void a_queued_run_is_waited_for_where_run_was_called() {
        runtime.start(agent, inThread("one"));
        scheduler.schedule(Duration.ofMillis(20), () -> agent.letGo("one"));
        agent.letGo("two");

        assertThat(runtime.run(agent, queued("two"))).hasOutput("two");
    }

    @Test
    void a_queued_run_can_be_cancelled_and_the_others_keep_their_turn() throws InterruptedException {
        RunHandle<String> first = runtime.start(agent, inThread("one"));
        RunHandle<String> second = runtime.start(agent, queued("two"));
        RunHandle<String> third = runtime.start(agent, queued("three"));
        second.cancel("no longer wanted");

        assertThat(second.result(Duration.ZERO).orElseThrow()).cancelled().hasErrorContaining("no longer wanted");
        assertThat(first.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(third.status()).isEqualTo(RunStatus.QUEUED);
        agent.letGo("one");
        agent.letGo("three");
        assertThat(first.result()).succeeded();
        assertThat(third.result()).succeeded();
        assertThat(List.of(agent.next(), agent.next())).containsExactly("one", "three");
        assertThat(runtime.recorder().types(RunId.of("two"))).containsExactly("run_started", "run_cancelled");
    }

    @Test
    void interrupting_who_waits_for_a_queued_run_cancels_it() {
        RunHandle<String> first = runtime.start(agent, inThread("one"));
        Thread.currentThread().interrupt();

        assertThat(runtime.run(agent, queued("two"))).cancelled().hasErrorContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void waiting_for_its_turn_takes_nothing_from_a_runs_time() throws InterruptedException {
        FakeAgent<String> slow =
                FakeAgent.builder(A).waits(Duration.ofMinutes(4)).returns("A").build();
        try (TestRuntime virtual = TestRuntime.builder().register(slow).build()) {
            List<RunHandle<String>> handles = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                handles.add(virtual.start(slow, queued("run" + i)));
            }
            for (RunHandle<String> handle : handles) {
                assertThat(handle.result()).succeeded();
                assertThat(handle.result().duration()).isEqualTo(Duration.ofMinutes(4));
            }
        }
    }

    @Test
    void of_many_runs_started_at_once_one_executes_at_a_time_and_each_once() throws InterruptedException {
        int threads = 3;
        int starters = 8;
        int each = 50;
        AtomicInteger[] working = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger tooMany = new AtomicInteger();
        AtomicInteger executed = new AtomicInteger();
        Agent<String> counting = Agent.of(B, (input, context) -> {
            AtomicInteger here = working[Integer.parseInt(context.thread().value())];
            if (here.incrementAndGet() > 1) {
                tooMany.incrementAndGet();
            }
            Thread.onSpinWait();
            here.decrementAndGet();
            executed.incrementAndGet();
            return "B";
        });
        try (LocalAgentRuntime own =
                LocalAgentRuntime.builder().register(counting).build()) {
            List<Thread> started = new ArrayList<>();
            for (int s = 0; s < starters; s++) {
                started.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < each; i++) {
                        RunRequest request = RunRequest.of("go")
                                .thread(String.valueOf(i % threads))
                                .whenBusy(WhenBusy.QUEUE);
                        if (i % 2 == 0) {
                            own.start(counting, request);
                        } else {
                            own.run(counting, request);
                        }
                    }
                }));
            }
            for (Thread thread : started) {
                thread.join();
            }
        }
        assertThat(tooMany).hasValue(0);
        assertThat(executed).hasValue(starters * each);
    }
}

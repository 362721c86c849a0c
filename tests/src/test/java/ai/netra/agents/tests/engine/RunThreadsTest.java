package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which thread does what. */
class RunThreadsTest {
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final CyclicBarrier both = new CyclicBarrier(2);

    private Agent<String> noting(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            threads.put(key.name(), Thread.currentThread());
            return "done";
        });
    }

    /** As {@link #noting}, and stays until another one is there. */
    private Agent<String> meeting(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            threads.put(key.name(), Thread.currentThread());
            meet();
            return "done";
        });
    }

    private void meet() throws Exception {
        both.await(10, TimeUnit.SECONDS);
    }

    @Test
    void a_lone_activation_runs_on_the_thread_that_called_run() {
        var flow = SequentialOrchestrator.of(FLOW).then(noting(A)).endingIn(noting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.values()).containsOnly(Thread.currentThread());
    }

    @Test
    void activations_that_last_have_threads_of_their_own_and_one_has_the_callers() {
        var flow = all(meeting(A), meeting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.values())
                .doesNotHaveDuplicates()
                .contains(Thread.currentThread())
                .filteredOn(Thread::isVirtual)
                .hasSize(1);
    }

    @Test
    void a_thread_takes_the_next_activation_that_has_none_yet() {
        List<Agent<?>> instant = IntStream.range(0, 100)
                .<Agent<?>>mapToObj(i -> noting(AgentKey.of("agent" + i, String.class)))
                .toList();
        var flow = all(instant.toArray(Agent<?>[]::new));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads).hasSize(100);
        assertThat(Set.copyOf(threads.values())).hasSizeLessThan(100).contains(Thread.currentThread());
    }

    /** A scheduler that has no memory for its first threads. */
    private static final class ShortOfThreads extends CountingScheduler {
        private final AtomicInteger missing;

        private ShortOfThreads(int missing) {
            super(SystemScheduler.create());
            this.missing = new AtomicInteger(missing);
        }

        @Override
        public Task fork(String name, Consumer<Task> body) {
            if (missing.getAndDecrement() > 0) {
                throw new OutOfMemoryError("no thread for " + name);
            }
            return super.fork(name, body);
        }
    }

    @Test
    void all_is_done_on_the_callers_thread_where_there_is_memory_for_no_other() {
        var flow = all(noting(A), noting(B), noting(C));
        try (ShortOfThreads scheduler = new ShortOfThreads(Integer.MAX_VALUE);
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")).status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        assertThat(threads).hasSize(3);
        assertThat(threads.values()).containsOnly(Thread.currentThread());
    }

    @Test
    void a_thread_that_could_not_be_had_is_asked_for_again() {
        var flow = all(noting(A), meeting(B), meeting(C));
        try (ShortOfThreads scheduler = new ShortOfThreads(1);
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")).status()).isEqualTo(RunStatus.SUCCEEDED);
        }

        assertThat(threads.get("b")).isNotEqualTo(threads.get("c"));
    }

    @Test
    void a_thread_is_named_after_its_first_activation() {
        var flow = all(meeting(A), meeting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.get("b").getName()).isEqualTo("flow/b");
    }

    @Test
    void who_brings_an_outcome_decides_on_it_while_the_callers_thread_works() {
        CountDownLatch decided = new CountDownLatch(1);
        Agent<String> lasting = Agent.of(A, (input, context) -> {
            threads.put("a", Thread.currentThread());
            meet();
            decided.await();
            return "A";
        });
        Agent<String> second = meeting(B);
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> {
                    if (progress.started() == 0) {
                        return Decision.start(List.of(Activation.of(lasting), Activation.of(second)));
                    }
                    threads.putIfAbsent("decided", Thread.currentThread());
                    decided.countDown();
                    return progress.running() == 0 ? Decision.finish("done") : Decision.await();
                },
                lasting,
                second);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.get("a")).isSameAs(Thread.currentThread());
        assertThat(threads.get("decided")).isSameAs(threads.get("b")).isNotSameAs(Thread.currentThread());
    }

    @Test
    void a_started_run_has_a_virtual_thread_of_its_own() throws InterruptedException {
        var flow = SequentialOrchestrator.of(FLOW).then(noting(A)).endingIn(noting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.start(flow, RunRequest.of("hello")).result();
        }

        assertThat(threads.get("a"))
                .isSameAs(threads.get("b"))
                .isNotSameAs(Thread.currentThread())
                .matches(Thread::isVirtual);
    }

    @Test
    void a_called_agent_runs_on_its_callers_thread() {
        Agent<String> called = noting(B);
        Agent<String> caller = Agent.of(A, (input, context) -> {
            threads.put("a", Thread.currentThread());
            meet();
            return context.call(called, input);
        });
        var flow = all(caller, meeting(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.get("b")).isSameAs(threads.get("a")).isNotSameAs(threads.get("c"));
    }
}

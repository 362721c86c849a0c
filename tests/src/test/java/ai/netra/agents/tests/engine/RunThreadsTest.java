package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.TestRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
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
    void activations_that_last_run_on_virtual_threads_of_their_own() {
        var flow = all(meeting(A), meeting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.values())
                .doesNotHaveDuplicates()
                .doesNotContain(Thread.currentThread())
                .allMatch(Thread::isVirtual);
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
        assertThat(threads.values()).doesNotContain(Thread.currentThread()).allMatch(Thread::isVirtual);
    }

    @Test
    void a_thread_is_named_after_its_first_activation() {
        var flow = all(meeting(A), meeting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.values()).extracting(Thread::getName).containsExactlyInAnyOrder("flow/a", "flow/b");
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

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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Which thread does what. */
class RunThreadsTest {
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    private Agent<String> noting(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> {
            threads.put(key.name(), Thread.currentThread());
            return "done";
        });
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
    void several_activations_run_on_virtual_threads_of_their_own() {
        var flow = all(noting(A), noting(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.values())
                .doesNotHaveDuplicates()
                .doesNotContain(Thread.currentThread())
                .allMatch(Thread::isVirtual);
    }

    @Test
    void threads_are_named_after_their_activation() {
        var flow = all(noting(A), noting(B));
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
            return context.call(called, input);
        });
        var flow = all(caller, noting(C));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(threads.get("b")).isSameAs(threads.get("a")).isNotSameAs(threads.get("c"));
    }
}

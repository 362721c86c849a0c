package ai.netra.agents.tests.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.Limits;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.metrics.InMemoryAgentMetrics;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentMetrics;
import ai.netra.agents.event.CallTotals;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metrics as the listener of a runtime. */
class RunMetricsTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> OUTER = AgentKey.of("outer", String.class);

    private final AgentMetrics metrics = new InMemoryAgentMetrics();

    private TestRuntime runtime(Agent<?> agent) {
        return TestRuntime.builder().listener(metrics).register(agent).build();
    }

    private static FakeAgent<String> taking(AgentKey<String> key, Duration time) {
        return FakeAgent.builder(key).waits(time).returns("done").build();
    }

    @Test
    void count_each_activation_and_the_orchestrators_own_run_with_their_durations() {
        var flow = SequentialOrchestrator.of(FLOW)
                .then(taking(A, Duration.ofSeconds(2)))
                .endingIn(taking(B, Duration.ofSeconds(3)));
        try (TestRuntime runtime = runtime(flow)) {
            runtime.run(flow, RunRequest.of("hello"));
            runtime.run(flow, RunRequest.of("hello"));
        }

        Optional<Instant> end = Optional.of(VirtualClock.START.plusSeconds(10));
        assertThat(metrics.all()).containsOnlyKeys("a", "b", "flow");
        assertThat(metrics.of("a"))
                .isEqualTo(new CallTotals(2, Duration.ofSeconds(4), 0, Optional.of(VirtualClock.START.plusSeconds(7))));
        assertThat(metrics.of("b")).isEqualTo(new CallTotals(2, Duration.ofSeconds(6), 0, end));
        assertThat(metrics.of("flow")).isEqualTo(new CallTotals(2, Duration.ofSeconds(10), 0, end));
        assertThat(metrics.averageDuration("flow")).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void count_an_agent_that_is_run_by_itself_once() {
        var a = taking(A, Duration.ofSeconds(2));
        try (TestRuntime runtime = runtime(a)) {
            runtime.run(a, RunRequest.of("hello"));
        }

        assertThat(metrics.all().keySet()).containsExactly("a");
        assertThat(metrics.of("a").totalCalls()).isEqualTo(1);
        assertThat(metrics.of("a").totalDuration()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void count_orchestrators_inside_of_orchestrators() {
        Orchestrator<String> flow = SequentialOrchestrator.of(FLOW).endingIn(taking(A, Duration.ofSeconds(2)));
        var outer = SequentialOrchestrator.of(OUTER).endingIn(flow);
        try (TestRuntime runtime = runtime(outer)) {
            runtime.run(outer, RunRequest.of("hello"));
        }

        assertThat(metrics.all())
                .hasSize(3)
                .allSatisfy((agent, totals) ->
                        assertThat(totals.totalCalls()).as(agent).isEqualTo(1));
    }

    @Test
    void count_failures_and_timeouts_as_errors_and_what_was_never_called_not_at_all() {
        var failing = FakeAgent.<String>failing(A, new IllegalStateException("no"));
        var flow = SequentialOrchestrator.of(FLOW).then(failing).endingIn(taking(B, Duration.ofSeconds(1)));
        var slow = taking(B, Duration.ofHours(1));
        try (TestRuntime runtime = TestRuntime.builder()
                .listener(metrics)
                .register(flow)
                .register(slow)
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(5)))
                .build()) {
            runtime.run(flow, RunRequest.of("hello"));
            assertThat(metrics.of("b")).isEqualTo(CallTotals.NONE);
            runtime.run(slow, RunRequest.of("hello"));
        }

        assertThat(metrics.of("a").errors()).isEqualTo(1);
        assertThat(metrics.of("flow").errors()).isEqualTo(1);
        assertThat(metrics.of("b").errors()).isEqualTo(1);
        assertThat(metrics.of("b").totalDuration()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void count_a_cancelled_sibling_as_a_call_without_error() {
        var failing = FakeAgent.builder(A)
                .waits(Duration.ofSeconds(1))
                .fails(new IllegalStateException("no"))
                .build();
        var all = ParallelOrchestrator.all(FLOW)
                .agent(failing)
                .agent(taking(B, Duration.ofMinutes(1)))
                .aggregating(progress -> "done");
        try (TestRuntime runtime = runtime(all)) {
            runtime.run(all, RunRequest.of("hello"));
        }

        assertThat(metrics.of("a").errors()).isEqualTo(1);
        assertThat(metrics.of("b").totalCalls()).isEqualTo(1);
        assertThat(metrics.of("b").errors()).isZero();
        assertThat(metrics.of("b").totalDuration()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void are_exact_when_a_thousand_runs_go_on_at_once() throws InterruptedException {
        var flow = SequentialOrchestrator.of(FLOW)
                .then(FakeAgent.returning(A, "done"))
                .endingIn(FakeAgent.failing(B, new IllegalStateException("no")));
        int runs = 1_000;
        try (Scheduler scheduler = SystemScheduler.create();
                AgentRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .listener(metrics)
                        .register(flow)
                        .build()) {
            List<Task> tasks = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                tasks.add(scheduler.fork("host " + run, self -> runtime.run(flow, RunRequest.of("hello"))));
            }
            for (Task task : tasks) {
                task.join();
            }
        }

        assertThat(metrics.of("a").totalCalls()).isEqualTo(runs);
        assertThat(metrics.of("a").errors()).isZero();
        assertThat(metrics.of("b").totalCalls()).isEqualTo(runs);
        assertThat(metrics.of("b").errors()).isEqualTo(runs);
        assertThat(metrics.of("flow").errors()).isEqualTo(runs);
    }
}

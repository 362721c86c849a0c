package ai.netra.agents.tests.pool;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.AgentPoolException;
import ai.netra.agents.core.pool.PoolLease;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tests.pool.Sessions.Session;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that borrow an instance for each activation. */
@Timeout(60)
class PooledAgentTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final AgentKey<String> B = AgentKey.of("b", String.class);
    private static final AgentKey<String> C = AgentKey.of("c", String.class);
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task test = clock.adopt("test");
    private final Sessions sessions = new Sessions();

    @AfterEach
    void close() {
        test.release();
        clock.close();
    }

    private TestRuntime runtime(Agent<?> agent) {
        return TestRuntime.builder().scheduler(clock).register(agent).build();
    }

    /** An agent that holds a session for a second. */
    private static Agent<String> holding(AgentPool<Session> pool, AgentKey<String> key) {
        return pool.agent(key, (session, input, context) -> {
            context.clock().sleep(SECOND);
            return "session " + session.number;
        });
    }

    @Test
    void share_the_instances_of_their_pool() {
        try (AgentPool<Session> pool = sessions.pool().size(2).scheduler(clock).build()) {
            var flow = ParallelOrchestrator.all(FLOW)
                    .agent(holding(pool, A))
                    .agent(holding(pool, B))
                    .agent(holding(pool, C))
                    .aggregating(progress -> "done");
            try (TestRuntime runtime = runtime(flow)) {
                OrchestrationResult<String> result = runtime.run(flow, RunRequest.of("hello"));

                assertThat(result).hasStatus(RunStatus.SUCCEEDED);
                assertThat(result.duration()).isEqualTo(SECOND.multipliedBy(2));
                assertThat(pool.counts().borrowed()).isEqualTo(3);
                assertThat(sessions.created()).hasSize(2);
            }
        }
    }

    @Test
    void read_what_they_declare() {
        try (AgentPool<Session> pool = sessions.pool().scheduler(clock).build()) {
            Agent<String> reading = pool.agent(
                    B,
                    List.of(Dependency.required(A)),
                    (session, input, context) -> input.output(A) + ", session " + session.number);
            var flow = SequentialOrchestrator.of(FLOW)
                    .then(FakeAgent.returning(A, "read"))
                    .endingIn(reading);
            try (TestRuntime runtime = runtime(flow)) {
                assertThat(runtime.run(flow, RunRequest.of("hello"))).hasOutput("read, session 0");
            }
        }
    }

    @Test
    void are_what_the_instances_are_where_those_are_agents() {
        try (AgentPool<Agent<String>> pool = AgentPool.<Agent<String>>builder(
                        "agents", () -> FakeAgent.returning(A, "pooled"), agent -> {})
                .scheduler(clock)
                .build()) {
            Agent<String> agent = pool.agent(A, Agent::process);
            try (TestRuntime runtime = runtime(agent)) {
                assertThat(runtime.run(agent, RunRequest.of("hello"))).hasOutput("pooled");
            }
        }
    }

    @Test
    void give_up_an_instance_whose_work_threw() {
        try (AgentPool<Session> pool = sessions.pool().scheduler(clock).build()) {
            Agent<String> failing = pool.agent(A, (session, input, context) -> {
                throw new IllegalStateException("lost the thread");
            });
            try (TestRuntime runtime = runtime(failing)) {
                assertThat(runtime.run(failing, RunRequest.of("hello"))).hasStatus(RunStatus.FAILED);
            }
            assertThat(pool.counts().discarded()).isEqualTo(1);
            assertThat(sessions.created().getFirst().isDisposed()).isTrue();
        }
    }

    @Test
    void end_when_their_deadline_passes_in_the_queue() throws InterruptedException {
        try (AgentPool<Session> pool = sessions.pool().size(1).scheduler(clock).build()) {
            Agent<String> agent = holding(pool, A);
            try (TestRuntime runtime = TestRuntime.builder()
                            .scheduler(clock)
                            .register(agent)
                            .limits(Limits.defaults().activationTime(Duration.ofSeconds(5)))
                            .build();
                    PoolLease<Session> held = pool.borrow("holder")) {
                OrchestrationResult<String> result = runtime.run(agent, RunRequest.of("hello"));

                assertThat(held.instance().isDisposed()).isFalse();
                assertThat(result).hasStatus(RunStatus.TIMED_OUT);
                assertThat(result.duration()).isEqualTo(Duration.ofSeconds(5));
                assertThat(pool.counts().waiting()).isZero();
            }
        }
    }

    @Test
    void wait_no_longer_than_their_context_has_time_whoever_made_it() throws InterruptedException {
        AgentPool<Session> pool = sessions.pool().size(1).scheduler(clock).build();
        pool.borrow("holder");
        AgentContext context = mock(AgentContext.class);
        when(context.clock()).thenReturn(clock.clock());
        when(context.deadline()).thenReturn(VirtualClock.START.plusSeconds(3));
        when(context.activation()).thenReturn(ActivationId.of(A));
        when(context.run()).thenReturn(RunId.of("r1"));

        for (int call = 0; call < 2; call++) { // the second one comes after the deadline
            assertThatThrownBy(() ->
                            holding(pool, A).process(AgentInput.builder("hello").build(), context))
                    .isInstanceOf(AgentPoolException.Exhausted.class)
                    .hasMessageContaining("'activation a of run r1'");
            assertThat(clock.clock().instant()).isEqualTo(VirtualClock.START.plusSeconds(3));
        }
    }

    @Test
    void fail_with_the_pools_words_when_it_has_no_instance_in_its_time() throws InterruptedException {
        AgentPool<Session> pool = sessions.pool().size(1).scheduler(clock).build();
        pool.borrow("holder");
        Agent<String> agent = holding(pool, A);
        try (TestRuntime runtime = runtime(agent)) {
            OrchestrationResult<String> result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result).hasStatus(RunStatus.FAILED);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(30));
            assertThat(result.error().orElseThrow().message()).contains("pool 'sessions' of 1 had no instance");
        }
    }

    @Test
    void leave_the_queue_when_their_run_is_cancelled() throws InterruptedException {
        try (AgentPool<Session> pool = sessions.pool().size(1).scheduler(clock).build()) {
            Agent<String> agent = holding(pool, A);
            try (TestRuntime runtime = runtime(agent);
                    PoolLease<Session> held = pool.borrow("holder")) {
                RunHandle<String> run = runtime.start(agent, RunRequest.of("hello"));
                clock.clock().sleep(SECOND);
                assertThat(pool.counts().waiting()).isEqualTo(1);

                run.cancel("no longer wanted");

                assertThat(run.result()).hasStatus(RunStatus.CANCELLED);
                assertThat(pool.counts().waiting()).isZero();
                assertThat(held.instance().isDisposed()).isFalse();
            }
        }
    }
}

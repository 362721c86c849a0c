package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.all;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of runs when their runtime is closed. */
@Timeout(60)
class ClosingTest {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task own = clock.adopt("test"); // so that time stands still until it waits

    @AfterEach
    void leave_no_interrupt_to_the_next_test() {
        own.release();
        Thread.interrupted();
    }

    private static FakeAgent<String> waiting(Duration time) {
        return FakeAgent.builder(A).waits(time).returns("A").build();
    }

    private TestRuntime draining(Agent<?> agent) {
        return TestRuntime.builder()
                .scheduler(clock)
                .drain(DRAIN)
                .register(agent)
                .build();
    }

    private Duration elapsed() {
        return Duration.between(VirtualClock.START, clock.clock().instant());
    }

    @Test
    void those_that_end_in_time_are_left_to_end() throws InterruptedException {
        FakeAgent<String> agent = waiting(Duration.ofSeconds(9));
        TestRuntime runtime = draining(agent);
        RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
        runtime.close();

        assertThat(handle.result()).succeeded();
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void those_that_do_not_are_cancelled() throws InterruptedException {
        FakeAgent<String> agent = waiting(Duration.ofMinutes(3));
        TestRuntime runtime = draining(agent);
        RunHandle<String> one = runtime.start(agent, RunRequest.of("hello"));
        RunHandle<String> other = runtime.start(agent, RunRequest.of("hello"));
        runtime.close();

        assertThat(one.result()).cancelled().hasErrorContaining("the runtime was closed");
        assertThat(other.result()).cancelled();
        assertThat(elapsed()).isEqualTo(DRAIN);
    }

    @Test
    void those_that_wait_for_their_turn_have_it_while_there_is_time() throws InterruptedException {
        FakeAgent<String> agent = waiting(Duration.ofSeconds(4));
        TestRuntime runtime = draining(agent);
        List<RunHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            handles.add(runtime.start(agent, RunRequest.of("hello").thread("t1").whenBusy(WhenBusy.QUEUE)));
        }
        runtime.close();

        assertThat(handles.get(0).result()).succeeded();
        assertThat(handles.get(1).result()).succeeded();
        assertThat(handles.get(2).result()).cancelled();
        assertThat(handles.get(3).result()).cancelled();
        assertThat(agent.calls()).isEqualTo(3);
    }

    @Test
    void those_that_come_while_others_are_left_to_end_are_rejected() {
        GatedAgent agent = new GatedAgent(A);
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(agent).build()) {
            RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
            Thread.startVirtualThread(runtime::close);
            while (!isRejected(runtime, agent)) {
                Thread.onSpinWait();
            }
            assertThat(handle.isDone()).isFalse();
            agent.letGo("hello");
        }
    }

    private static boolean isRejected(AgentRuntime runtime, GatedAgent agent) {
        agent.letGo("late");
        try {
            runtime.start(agent, RunRequest.of("late"));
            return false;
        } catch (RunRejectedException.RuntimeClosed closed) {
            assertThat(closed).hasMessageContaining("the runtime is closed");
            return true;
        }
    }

    @Test
    void closing_again_changes_nothing() throws InterruptedException {
        FakeAgent<String> agent = waiting(Duration.ofSeconds(9));
        TestRuntime runtime = draining(agent);
        RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
        runtime.close();
        runtime.close();

        assertThat(handle.result()).succeeded();
        assertThat(elapsed()).isEqualTo(Duration.ofSeconds(9));
        assertThatThrownBy(() -> runtime.start(agent, RunRequest.of("hello")))
                .isInstanceOf(RunRejectedException.RuntimeClosed.class);
    }

    @Test
    void an_interrupt_cuts_the_time_short_and_is_restored() throws InterruptedException {
        GatedAgent agent = new GatedAgent(A);
        LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .drain(Duration.ofDays(1))
                .register(agent)
                .build();
        RunHandle<String> handle = runtime.start(agent, RunRequest.of("hello"));
        agent.next();
        Thread.currentThread().interrupt();
        runtime.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(handle.result()).cancelled();
    }

    @Test
    void no_thread_is_left() {
        CountingScheduler scheduler = new CountingScheduler(SystemScheduler.create());
        GatedAgent agent = new GatedAgent(A);
        var wide = all(agent, returning(B));
        for (int round = 0; round < 50; round++) {
            try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                    .scheduler(scheduler)
                    .drain(Duration.ZERO)
                    .register(wide)
                    .build()) {
                for (int i = 0; i < 20; i++) {
                    runtime.start(
                            wide, RunRequest.of("hello").thread("t" + i % 15).whenBusy(WhenBusy.QUEUE));
                }
            }
            scheduler.join();
        }
        scheduler.close();
    }

    @Test
    void a_negative_time_is_refused() {
        assertThatThrownBy(() -> LocalAgentRuntime.builder().drain(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void an_agent_that_closes_the_runtime_it_runs_on_is_refused_and_nothing_is_closed() {
        AtomicReference<AgentRuntime> runtime = new AtomicReference<>();
        Agent<String> closing = closing(runtime);
        Agent<String> calling = Agent.of(B, (input, context) -> context.call(closing, input));
        var nested = all(calling, returning(C));
        try (LocalAgentRuntime own =
                LocalAgentRuntime.builder().register(closing).register(nested).build()) {
            runtime.set(own);
            assertThat(own.run(closing, RunRequest.of("hello"))).hasOutput("refused");
            assertThat(own.run(nested, RunRequest.of("hello"))).succeeded().hasOutput(B, "refused");
        }
    }

    private static Agent<String> closing(AtomicReference<AgentRuntime> runtime) {
        return Agent.of(A, (input, context) -> {
            assertThatThrownBy(() -> runtime.get().close())
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContainingAll(
                            "closed by what its run " + context.run() + " is doing", "on a thread that works for none");
            return "refused";
        });
    }

    @Test
    void a_listener_that_closes_the_runtime_it_listens_to_is_refused() {
        AtomicReference<AgentRuntime> runtime = new AtomicReference<>();
        List<String> heard = new ArrayList<>();
        Agent<String> agent = returning(A);
        try (LocalAgentRuntime own = LocalAgentRuntime.builder()
                .listener(event -> {
                    heard.add(event.type());
                    runtime.get().close();
                })
                .register(agent)
                .build()) {
            runtime.set(own);
            assertThat(own.run(agent, RunRequest.of("hello"))).succeeded();
            assertThat(own.listenerFailures()).isEqualTo(heard.size()).isEqualTo(4);
        }
    }

    @Test
    void an_agent_may_close_another_runtime() {
        Agent<String> closing = Agent.of(A, (input, context) -> {
            Agent<String> inner = returning(B);
            try (LocalAgentRuntime other =
                    LocalAgentRuntime.builder().register(inner).build()) {
                return other.run(inner, RunRequest.of("hello")).orThrow();
            }
        });
        try (LocalAgentRuntime own =
                LocalAgentRuntime.builder().register(closing).build()) {
            assertThat(own.run(closing, RunRequest.of("hello"))).hasOutput("B");
        }
    }

    @Test
    void what_another_thread_runs_is_cancelled_too() throws InterruptedException {
        GatedAgent agent = new GatedAgent(A);
        LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().drain(Duration.ZERO).register(agent).build();
        AtomicReference<OrchestrationResult<String>> result = new AtomicReference<>();
        Thread caller = Thread.startVirtualThread(() -> result.set(runtime.run(agent, RunRequest.of("hello"))));
        agent.next();
        runtime.close();
        caller.join();

        assertThat(result.get()).cancelled();
    }
}

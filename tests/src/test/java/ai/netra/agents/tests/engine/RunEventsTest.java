package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a subscriber hears of one run: from any position, live, and as slowly as it likes. */
@Timeout(60)
class RunEventsTest {
    private static final RunRequest REQUEST = RunRequest.of("hello").runId("r1");

    private final SequentialOrchestrator<String> flow =
            SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));
    private final List<AgentEvent> heard = Collections.synchronizedList(new ArrayList<>());

    private static RunHandle<?> found(TestRuntime runtime) {
        return runtime.find(UserId.LOCAL, RunId.of("r1")).orElseThrow();
    }

    private List<String> types() {
        return heard.stream().map(AgentEvent::type).toList();
    }

    @Test
    void of_a_run_that_is_over_is_all_of_its_lifecycle() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);
            found(runtime).events(EventPosition.START, heard::add).await();

            assertThat(heard).isEqualTo(runtime.recorder().events()).hasSize(6);
        }
    }

    @Test
    void after_a_position_is_what_came_after_it() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);
            found(runtime).events(new EventPosition(1, 4), heard::add).await();

            assertThat(heard).isEqualTo(runtime.recorder().events().subList(4, 6));
        }
    }

    @Test
    void of_a_run_that_goes_on_is_what_was_and_what_comes() throws InterruptedException {
        GatedAgent gated = new GatedAgent(B);
        var halfway = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(gated);
        try (TestRuntime runtime = TestRuntime.builder().register(halfway).build()) {
            RunHandle<String> handle = runtime.start(halfway, REQUEST);
            gated.next();
            RunSubscription subscription = handle.events(EventPosition.START, heard::add);
            gated.letGo("hello");
            subscription.await();

            assertThat(heard).isEqualTo(runtime.recorder().events()).hasSize(6);
        }
    }

    @Test
    void that_is_not_recorded_comes_at_its_place_while_it_happens() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        Agent<String> thinking = Agent.of(B, A, (before, input, context) -> {
            context.emit("comparing");
            return "B";
        });
        var thoughtful = SequentialOrchestrator.of(FLOW).then(gated).endingIn(thinking);
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(thoughtful).build()) {
            RunHandle<String> handle = runtime.start(thoughtful, REQUEST);
            gated.next();
            RunSubscription subscription = handle.events(new EventPosition(1, 3), heard::add);
            gated.letGo("hello");
            subscription.await();

            assertThat(types()).containsExactly("agent_started", "agent_thinking", "agent_completed", "run_completed");
            List<AgentEvent> live = List.copyOf(heard);
            heard.clear();
            handle.events(new EventPosition(1, 3), heard::add).await();
            assertThat(heard)
                    .isEqualTo(live.stream().filter(AgentEvent::isLifecycle).toList());
        }
    }

    @Test
    void a_slow_subscriber_slows_nobody_and_misses_no_lifecycle() throws InterruptedException {
        GatedAgent gated = new GatedAgent(B);
        Agent<String> talkative = Agent.of(A, (input, context) -> {
            for (int i = 0; i < 2_000; i++) {
                context.emit("thought " + i);
            }
            return "A";
        });
        var talk = SequentialOrchestrator.of(FLOW).then(gated).endingIn(talkative);
        CountDownLatch awake = new CountDownLatch(1);
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(talk).build()) {
            RunHandle<String> handle = runtime.start(talk, REQUEST);
            gated.next();
            CountDownLatch asleep = new CountDownLatch(1);
            RunSubscription slow = handle.events(EventPosition.START, event -> {
                asleep.countDown();
                waitFor(awake);
                heard.add(event);
            });
            waitFor(asleep);
            gated.letGo("hello");

            assertThat(handle.result()).succeeded();
            assertThat(heard).isEmpty();
            awake.countDown();
            slow.await();
            assertThat(types().stream().filter(type -> !type.equals("agent_thinking")))
                    .containsExactly(
                            "run_started",
                            "agent_started",
                            "agent_completed",
                            "agent_started",
                            "agent_completed",
                            "run_completed");
            assertThat(heard).hasSize(6 + 1_024);
            assertThat(slow.dropped()).isEqualTo(2_000 - 1_024);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_subscriber_that_throws_is_counted_and_hears_the_rest() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);
            RunSubscription subscription = found(runtime).events(EventPosition.START, event -> {
                heard.add(event);
                throw new IllegalStateException("broken listener");
            });
            subscription.await();

            assertThat(heard).hasSize(6);
            assertThat(runtime.listenerFailures()).isEqualTo(6);
        }
    }

    @Test
    void a_subscriber_that_leaves_its_thread_interrupted_hears_the_rest() throws InterruptedException {
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, REQUEST);
            RunSubscription subscription = found(runtime).events(EventPosition.START, event -> {
                heard.add(event);
                Thread.currentThread().interrupt();
            });
            subscription.await();

            assertThat(heard).hasSize(6);
        }
    }

    @Test
    void a_subscription_that_is_closed_hears_no_more() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        try (TestRuntime runtime = TestRuntime.builder().register(gated).build()) {
            RunHandle<String> handle = runtime.start(gated, REQUEST);
            gated.next();
            AtomicReference<RunSubscription> own = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(1);
            own.set(handle.events(EventPosition.START, event -> {
                waitFor(known);
                heard.add(event);
                own.get().close();
            }));
            known.countDown();
            own.get().await();
            gated.letGo("hello");
            handle.result();

            assertThat(types()).containsExactly("run_started");
        }
    }

    @Test
    void of_a_queued_run_begin_with_its_turn() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        RunRequest inThread = RunRequest.of("one").thread("t1");
        try (TestRuntime runtime = TestRuntime.builder().register(gated).build()) {
            runtime.start(gated, inThread);
            RunHandle<String> queued =
                    runtime.start(gated, RunRequest.of("two").thread("t1").whenBusy(WhenBusy.QUEUE));
            RunSubscription subscription = queued.events(EventPosition.START, heard::add);
            assertThat(heard).isEmpty();
            gated.letGo("one");
            gated.letGo("two");
            subscription.await();

            assertThat(types()).containsExactly("run_started", "agent_started", "agent_completed", "run_completed");
        }
    }

    @Test
    void of_a_run_that_is_cancelled_before_its_turn_are_its_beginning_and_its_end() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        try (TestRuntime runtime = TestRuntime.builder().register(gated).build()) {
            runtime.start(gated, RunRequest.of("one").thread("t1"));
            RunHandle<String> queued =
                    runtime.start(gated, RunRequest.of("two").thread("t1").whenBusy(WhenBusy.QUEUE));
            RunSubscription subscription = queued.events(EventPosition.START, heard::add);
            queued.cancel("enough");
            subscription.await();

            assertThat(types()).containsExactly("run_started", "run_cancelled");
        }
    }

    @Test
    void of_a_refused_run_are_none() throws InterruptedException {
        Agent<String> agent = returning(A);
        RequestGuard no = request -> RequestGuard.refused("no");
        try (TestRuntime runtime = TestRuntime.builder().register(agent, no).build()) {
            runtime.start(agent, REQUEST)
                    .events(EventPosition.START, heard::add)
                    .await();

            assertThat(heard).isEmpty();
        }
    }

    @Test
    void after_closing_cannot_be_asked_for() {
        TestRuntime runtime = TestRuntime.builder().register(flow).build();
        runtime.run(flow, REQUEST);
        runtime.close();

        assertThatThrownBy(() -> found(runtime).events(EventPosition.START, heard::add))
                .isInstanceOf(RunRejectedException.RuntimeClosed.class);
    }

    @Test
    void closing_lets_subscribers_hear_what_there_is() {
        LocalAgentRuntime runtime = LocalAgentRuntime.builder().register(flow).build();
        for (int i = 0; i < 100; i++) {
            runtime.start(flow, RunRequest.of("hello")).events(EventPosition.START, heard::add);
        }
        runtime.close();

        assertThat(heard).hasSize(600);
    }

    @Test
    void closing_interrupts_a_subscriber_that_takes_too_long_and_leaves_no_thread() {
        CountingScheduler scheduler = new CountingScheduler(SystemScheduler.create());
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch hearing = new CountDownLatch(1);
        LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(scheduler)
                .drain(Duration.ofMillis(10))
                .register(flow)
                .build();
        runtime.start(flow, REQUEST).events(EventPosition.START, event -> {
            hearing.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        waitFor(hearing);
        runtime.close();

        assertThat(interrupted).isTrue();
        scheduler.join();
        scheduler.close();
    }

    @Test
    void a_subscriber_that_closes_the_runtime_is_refused() throws InterruptedException {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        AtomicReference<AgentRuntime> closed = new AtomicReference<>();
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            closed.set(runtime);
            runtime.run(flow, REQUEST);
            found(runtime)
                    .events(EventPosition.START, event -> {
                        try {
                            closed.get().close();
                        } catch (InvalidDefinitionException e) {
                            refused.set(e);
                        }
                    })
                    .await();

            assertThat(refused.get()).hasMessageContaining("closed by a listener to one of its runs");
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
        }
    }

    /** A user interface that loses its connection again and again, and asks each time for what came after the last event it has. */
    @Property(tries = 60)
    void a_reader_that_reconnects_at_any_events_has_heard_each_once(
            @ForAll @Size(max = 6) List<@IntRange(min = 1, max = 5) Integer> connections,
            @ForAll @IntRange(min = 1, max = 12) int width)
            throws InterruptedException {
        List<Agent<String>> branches = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            branches.add(Agent.of(AgentKey.of("branch" + i, String.class), (input, context) -> {
                Thread.onSpinWait();
                return "x";
            }));
        }
        var wide = Flows.collect(branches.toArray(Agent<?>[]::new));
        List<AgentEvent> told = Collections.synchronizedList(new ArrayList<>());
        List<AgentEvent> received = Collections.synchronizedList(new ArrayList<>());
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().listener(told::add).register(wide).build()) {
            RunHandle<String> handle = runtime.start(wide, RunRequest.of("hello"));
            for (int events : connections) {
                connect(handle, received, events);
            }
            connect(handle, received, Integer.MAX_VALUE);

            assertThat(received).isEqualTo(told).hasSize(2 + 2 * width);
        }
    }

    private static void connect(RunHandle<?> handle, List<AgentEvent> received, int events)
            throws InterruptedException {
        EventPosition after = received.isEmpty()
                ? EventPosition.START
                : received.getLast().source().position();
        int full = events == Integer.MAX_VALUE ? events : received.size() + events;
        AtomicReference<RunSubscription> own = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        own.set(handle.events(after, event -> {
            waitFor(known);
            received.add(event);
            if (received.size() == full) {
                own.get().close();
            }
        }));
        known.countDown();
        own.get().await();
    }
}

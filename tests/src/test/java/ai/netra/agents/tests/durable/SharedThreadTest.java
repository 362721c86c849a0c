package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.Question;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.testkit.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs of several runtimes that meet in one thread. */
class SharedThreadTest {
    private static final UserId USER = UserId.of("ann");

    private final VirtualClock clock = VirtualClock.automatic();
    private final StateStore store =
            InMemoryStateStore.builder().scheduler(clock).build();
    private final Task here = clock.adopt("test");
    private final List<LocalAgentRuntime> runtimes = new ArrayList<>();

    private final AtomicInteger inside = new AtomicInteger();
    private final Agent<String> agent = Agent.of(AgentKey.of("worker", String.class), (input, context) -> {
        if (input.message().equals("ask")) {
            return context.await(Question.of("Shall I?", String.class));
        }
        assertThat(inside.incrementAndGet())
                .as("runs that execute in the thread")
                .isEqualTo(1);
        context.clock().sleep(Duration.ofMinutes(1));
        inside.decrementAndGet();
        return "done with " + input.message();
    });

    @AfterEach
    void close() {
        runtimes.forEach(LocalAgentRuntime::close);
        here.release();
    }

    private LocalAgentRuntime runtime(StateStore on) {
        LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(clock)
                .stateStore(on)
                .register(agent)
                .build();
        runtimes.add(runtime);
        return runtime;
    }

    private static RunRequest in(String message) {
        return RunRequest.of(message).user("ann").thread("shared").runId(message);
    }

    /** A store that does something else right before the first append to a run. */
    private static StateStore interleaved(StateStore store, String run, Runnable other) {
        CountDownLatch first = new CountDownLatch(1);
        return (StateStore) Proxy.newProxyInstance(
                SharedThreadTest.class.getClassLoader(),
                new Class<?>[] {StateStore.class},
                (proxy, method, arguments) -> {
                    if (first.getCount() > 0
                            && method.getName().equals("append")
                            && ((Append) arguments[0]).stream() instanceof StreamKey.OfRun stream
                            && stream.run().value().equals(run)) {
                        first.countDown();
                        other.run();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void leave(String run) throws InterruptedException {
        LocalAgentRuntime dying = runtime(DyingStore.at(store, 2, DyingStore.When.AFTER));
        assertThat(dying.run(agent, in(run)).success()).isFalse();
        clock.clock().sleep(Duration.ofSeconds(31));
    }

    @Test
    void a_run_that_is_recovered_while_another_begins_is_left_and_recovered_when_that_is_over()
            throws InterruptedException {
        leave("old");
        LocalAgentRuntime other = runtime(store);
        List<RunHandle<?>> begun = new ArrayList<>();
        LocalAgentRuntime recovering =
                runtime(interleaved(store, "old", () -> begun.add(other.start(agent, in("new")))));

        assertThat(recovering.recover()).isEmpty();
        OrchestrationResult<?> ended = begun.getFirst().result();
        List<RunHandle<?>> later = recovering.recover();

        assertThat(ended.success()).isTrue();
        assertThat(later).extracting(RunHandle::run).containsExactly(RunId.of("old"));
        assertThat(later.getFirst().result().output().map(Object::toString)).contains("done with old");
    }

    @Test
    void a_run_that_is_answered_while_another_begins_waits_on_and_is_answered_later() throws InterruptedException {
        LocalAgentRuntime other = runtime(store);
        OrchestrationResult<String> asking = runtime(store).run(agent, in("ask"));
        String question = asking.questions().getFirst().id();
        List<RunHandle<?>> begun = new ArrayList<>();
        LocalAgentRuntime answering =
                runtime(interleaved(store, "ask", () -> begun.add(other.start(agent, in("new")))));

        assertThatThrownBy(() -> answering.answer(USER, asking.run(), question, "yes"))
                .isInstanceOfSatisfying(
                        RunRejectedException.ThreadBusy.class,
                        busy -> assertThat(busy.run()).isEqualTo(RunId.of("new")));
        OrchestrationResult<?> meanwhile =
                other.find(USER, asking.run()).orElseThrow().result();
        boolean success = begun.getFirst().result().success();
        RunHandle<?> answered = answering.answer(USER, asking.run(), question, "yes");

        assertThat(meanwhile.questions()).extracting(PendingQuestion::id).containsExactly(question);
        assertThat(success).isTrue();
        assertThat(answered.result().output().map(Object::toString)).contains("yes");
    }

    @Test
    void a_run_that_waited_for_its_turn_waits_for_one_that_began_elsewhere_in_the_same_moment()
            throws InterruptedException {
        LocalAgentRuntime other = runtime(store);
        List<RunHandle<?>> begun = new ArrayList<>();
        LocalAgentRuntime queueing =
                runtime(interleaved(store, "queued", () -> begun.add(other.start(agent, in("new")))));
        RunHandle<String> first = queueing.start(agent, in("first"));
        RunHandle<String> queued = queueing.start(agent, in("queued").whenBusy(WhenBusy.QUEUE));

        assertThat(first.result().success()).isTrue();
        assertThat(queued.result().success()).isTrue();
        assertThat(begun.getFirst().isDone()).isTrue();
        assertThat(begun.getFirst().result().success()).isTrue();
    }

    @Test
    void a_suspended_run_is_cancelled_though_another_executes_in_its_thread() throws InterruptedException {
        OrchestrationResult<String> asking = runtime(store).run(agent, in("ask"));
        RunHandle<String> executing = runtime(store).start(agent, in("new"));
        LocalAgentRuntime third = runtime(store);

        assertThat(third.cancel(USER, asking.run(), "nobody wants it")).isTrue();

        assertThat(third.find(USER, asking.run()).orElseThrow().result().status())
                .isEqualTo(RunStatus.CANCELLED);
        assertThat(executing.result().success()).isTrue();
    }
}

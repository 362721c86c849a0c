package ai.netra.agents.tests.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Question;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunResumptionException;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs that cannot be gone on with, and what is beside them. */
class LeftRunsTest {
    private static final UserId USER = UserId.of("ann");
    private static final AgentKey<String> KEY = AgentKey.of("worker", String.class);

    @Test
    void one_that_cannot_be_read_does_not_hold_up_the_others() throws InterruptedException {
        VirtualClock clock = VirtualClock.automatic();
        StateStore store =
                EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
        Agent<String> agent = Agent.of(KEY, (input, context) -> "done");
        Task here = clock.adopt("test");
        try {
            StreamKey.OfRun unreadable = new StreamKey.OfRun(USER, ThreadId.of("t"), RunId.of("unreadable"));
            Payload newer = Payload.of("of-a-newer-release", 9, "{}".getBytes(UTF_8));
            store.append(Append.to(
                    unreadable,
                    StreamPosition.NONE,
                    "another",
                    List.of(newer),
                    Append.Mark.running(Lease.of(Duration.ofSeconds(1)))));
            try (TestRuntime dying = TestRuntime.builder()
                    .scheduler(clock)
                    .register(agent)
                    .withoutLifecycleValidation()
                    .withoutPurityCheck()
                    .setup(builder -> builder.stateStore(DyingStore.at(store, 2, DyingStore.When.AFTER)))
                    .build()) {
                assertThat(dying.run(agent, RunRequest.of("work").user("ann").runId("left"))
                                .success())
                        .isFalse();
            }
            clock.clock().sleep(Duration.ofSeconds(31));
            try (TestRuntime other = TestRuntime.builder()
                    .scheduler(clock)
                    .register(agent)
                    .setup(builder -> builder.stateStore(store))
                    .build()) {
                List<RunHandle<?>> taken = other.recover();

                assertThat(taken).extracting(RunHandle::run).containsExactly(RunId.of("left"));
                assertThat(taken.getFirst().result().success()).isTrue();
            }
        } finally {
            here.release();
        }
    }

    /** A store in which another process takes runs over when it is told to. */
    private static StateStore contested(StateStore store, AtomicBoolean taken) {
        return (StateStore) Proxy.newProxyInstance(
                LeftRunsTest.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (taken.get() && method.getName().equals("append")) {
                        return new AppendResult.Conflict(new StreamPosition(1, 99), Optional.of("another"));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void one_that_another_took_while_it_waited_for_its_turn_does_not_free_the_thread() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Agent<String> agent = Agent.of(KEY, (input, context) -> {
            if (input.message().equals("ask")) {
                return context.await(Question.of("Shall I?", String.class));
            }
            working.countDown();
            held.await();
            return "done";
        });
        try (InMemoryStateStore store = InMemoryStateStore.create();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .register(agent)
                        .stateStore(contested(store, taken))
                        .build()) {
            OrchestrationResult<String> asking = runtime.run(agent, in("ask"));
            assertThat(asking.status()).isEqualTo(RunStatus.SUSPENDED);
            String question = asking.questions().getFirst().id();
            RunHandle<String> holding = runtime.start(agent, in("hold"));
            working.await();

            taken.set(true);
            assertThatThrownBy(() -> runtime.answer(USER, asking.run(), question, "yes"))
                    .isInstanceOf(RunResumptionException.AtWork.class);
            taken.set(false);
            RunHandle<String> next = runtime.start(agent, in("next").whenBusy(WhenBusy.QUEUE));
            assertThat(next.isDone()).isFalse();
            held.countDown();

            assertThat(holding.result().success()).isTrue();
            assertThat(next.result().success()).isTrue();
        }
    }

    /** A store that does something before each append. */
    private static StateStore before(StateStore store, AtomicReference<Consumer<Append>> hook) {
        return (StateStore) Proxy.newProxyInstance(
                LeftRunsTest.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof Append append) {
                        hook.get().accept(append);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void one_whose_turn_comes_while_its_answer_is_being_recorded_has_the_answer() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch calls = new CountDownLatch(2);
        AtomicReference<Consumer<Append>> hook = new AtomicReference<>(append -> {});
        Agent<String> agent = Agent.of(KEY, (input, context) -> {
            if (input.message().equals("ask")) {
                calls.countDown();
                return context.await(Question.of("Shall I?", String.class));
            }
            working.countDown();
            held.await();
            return "done";
        });
        try (InMemoryStateStore store = InMemoryStateStore.create();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .register(agent)
                        .stateStore(before(store, hook))
                        .build()) {
            OrchestrationResult<String> asking = runtime.run(agent, in("ask"));
            runtime.start(agent, in("hold"));
            working.await();
            hook.set(append -> {
                if (append.stream() instanceof StreamKey.OfRun of && of.run().equals(asking.run())) {
                    hook.set(later -> {});
                    held.countDown();
                    boolean unused = isCalledTwice(calls); // it is not, as it waits for this
                }
            });

            String question = asking.questions().getFirst().id();
            OrchestrationResult<?> answered =
                    runtime.answer(USER, asking.run(), question, "yes").result();

            assertThat(answered.status()).as("%s", answered).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(answered.output().map(Object::toString)).hasValue("yes");
        }
    }

    private static boolean isCalledTwice(CountDownLatch calls) {
        try {
            return calls.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static RunRequest in(String message) {
        return RunRequest.of(message).user("ann").thread("t");
    }
}

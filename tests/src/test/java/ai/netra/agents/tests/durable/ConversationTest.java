package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.json.ConversationJson;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.VirtualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations across runs and processes, in a store that keeps the virtual clock's time, and what no store has a part in. */
class ConversationTest extends ConversationScenarios {
    @Override
    StateStore open(VirtualClock time) {
        return EncodingStore.of(InMemoryStateStore.builder().scheduler(time).build());
    }

    @ParameterizedTest
    @EnumSource(DyingStore.When.class)
    void a_run_is_one_turn_wherever_its_process_died(DyingStore.When when) throws InterruptedException {
        int died = 0;
        Task here = clock.adopt("test");
        try (LocalAgentRuntime before = runtime()) {
            before.run(echo, said("before"));
            for (int append = 1; ; append++) {
                seen.clear();
                before.forget(ANN);
                before.run(echo, said("before"));
                RunRequest request = said("hello").runId("r1");
                boolean rejected = false;
                try (LocalAgentRuntime first =
                        runtime(DyingStore.at(store, append, when), ConversationPolicy.defaults())) {
                    if (first.run(echo, request).status() == RunStatus.SUCCEEDED) {
                        break;
                    }
                } catch (ai.netra.agents.NetraException notBegun) {
                    rejected = true;
                }
                died++;
                clock.clock().sleep(Duration.ofSeconds(31));
                try (LocalAgentRuntime second = runtime()) {
                    List<RunHandle<?>> left = second.recover();
                    if (!left.isEmpty()) {
                        assertThat(left.getFirst().result().status()).isEqualTo(RunStatus.SUCCEEDED);
                    } else if (rejected) {
                        assertThat(second.run(echo, request).status()).isEqualTo(RunStatus.SUCCEEDED);
                    }
                }
                assertThat(kept()).as(when + " append " + append).containsExactly("before", "hello");
                assertThat(seen.subList(1, seen.size()))
                        .as(when + " append " + append)
                        .allMatch(List.of("before", "re before")::equals);
            }
        } finally {
            here.release();
        }
        assertThat(died).isGreaterThanOrEqualTo(4);
    }

    @Test
    void without_a_store_agents_see_the_runs_in_memory_as_of_their_start() throws InterruptedException {
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(clock)
                .conversation(ConversationPolicy.window(3))
                .register(echo)
                .register(asking)
                .build()) {
            runtime.run(echo, said("one"));
            runtime.run(echo, said("two"));
            OrchestrationResult<String> waits = runtime.run(asking, said("wait").runId("r1"));
            runtime.run(echo, said("later"));
            runtime.answer(ANN, RunId.of("r1"), waits.questions().getFirst().id(), true, ANN)
                    .result();
        }
        List<String> before = List.of("re one", "two", "re two");
        assertThat(seen).containsExactly(List.of(), List.of("one", "re one"), before, before, before);
    }

    @Test
    void a_conversation_that_cannot_be_written_leaves_the_run_to_be_recovered() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean(true);
        StateStore failing = proxy(store, call -> {
            if (broken.get() && call instanceof Append append && append.stream().equals(STREAM)) {
                throw new StoreException.Unavailable("gone", null);
            }
        });
        Task here = clock.adopt("test");
        try (LocalAgentRuntime runtime = runtime(failing, ConversationPolicy.defaults())) {
            OrchestrationResult<String> ended = runtime.run(echo, said("one").runId("r1"));
            assertThat(ended.error().orElseThrow().failure().kind()).isEqualTo(FailureKind.STATE_UNAVAILABLE);
            broken.set(false);
            clock.clock().sleep(Duration.ofSeconds(61));
            assertThat(runtime.recover().getFirst().result().status()).isEqualTo(RunStatus.SUCCEEDED);
        } finally {
            here.release();
        }
        assertThat(kept()).containsExactly("one");
    }

    @Test
    void a_run_that_was_taken_over_adds_no_turn() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> slow = Agent.of(AgentKey.of("slow", String.class), (input, context) -> {
            int call = calls.incrementAndGet();
            if (call == 1) {
                context.clock().sleep(Duration.ofSeconds(100));
            }
            return "from process " + call;
        });
        AtomicBoolean away = new AtomicBoolean(true);
        StateStore cutOff = (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    if (away.get() && method.getName().equals("renew")) {
                        throw new StoreException.Unavailable("away", null);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        Task here = clock.adopt("test");
        try (LocalAgentRuntime first = LocalAgentRuntime.builder()
                        .scheduler(clock)
                        .stateStore(cutOff)
                        .register(slow)
                        .build();
                LocalAgentRuntime second = LocalAgentRuntime.builder()
                        .scheduler(clock)
                        .stateStore(store)
                        .register(slow)
                        .build()) {
            RunHandle<String> left = first.start(slow, said("one").runId("r1"));
            clock.clock().sleep(Duration.ofSeconds(31));
            assertThat(second.recover().getFirst().result().status()).isEqualTo(RunStatus.SUCCEEDED);
            clock.clock().sleep(Duration.ofSeconds(60));
            away.set(false);
            assertThat(left.result().error().orElseThrow().failure().kind()).isEqualTo(FailureKind.FENCED);
            assertThat(texts(second.conversation(ANN, T1).orElseThrow().messages()))
                    .containsExactly("one", "from process 2");
        } finally {
            here.release();
        }
    }

    @Test
    void turns_are_json_and_newer_ones_are_refused() {
        String json = "{\"run\":\"r1\",\"agent\":\"echo\",\"status\":\"degraded\",\"message\":\"half \\ud83d\","
                + "\"answer\":\"a\",\"attributes\":{\"order\":7},\"began_at\":\"2026-11-22T17:00:00Z\","
                + "\"ended_at\":\"2026-11-22T17:00:01Z\",\"summary\":{\"text\":\"s\",\"through\":3,"
                + "\"at\":\"2026-11-22T17:00:01Z\"},\"summarized\":9}";
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        ConversationJson.Turn turn = JSON.turn(Payload.of("turn", 1, bytes));
        assertThat(turn.message()).isEqualTo("half \ud83d");
        assertThat(JSON.encode(turn)).isEqualTo(Payload.of("turn", 1, bytes));
        byte[] later = json.replaceFirst("\\{", "{\"later\":[1],").getBytes(StandardCharsets.UTF_8);
        assertThat(JSON.turn(Payload.of("turn", 1, later))).isEqualTo(turn);
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.turn(Payload.of("turn", 2, bytes)))
                .withMessageContaining("newer than schema 1");
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.turn(Payload.of("turn", 1, new byte[] {'{'})))
                .withMessageContaining("is damaged");
        assertThatExceptionOfType(JournalFormatException.class)
                .isThrownBy(() -> JSON.turn(Payload.of("vote", 1, bytes)))
                .withMessageContaining("not known");
    }

    @Test
    void refuses_numbers_that_make_no_sense() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ConversationPolicy.window(0))
                .withMessage("a conversation's window of 0 is out of range; use 1 to 1000");
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ConversationPolicy.window(1).summary(1_001, (previous, messages) -> ""));
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ConversationPolicy.none().retain(1));
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> ConversationPolicy.defaults().remember(-1))
                .withMessage("the number of conversations remembered of -1 is out of range; use 0 to 1000000");
    }

    @Test
    void a_runtime_that_remembers_loads_only_what_others_said_since() {
        List<String> loads = new ArrayList<>();
        StateStore told = (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(store, arguments);
                    if (method.getName().equals("load") && arguments[0] instanceof StreamKey.OfThread) {
                        loads.add(((StreamPosition) arguments[1]).version() + "+"
                                + ((Loaded) result).tail().size());
                    }
                    return result;
                });
        try (LocalAgentRuntime first = runtime(told, ConversationPolicy.defaults());
                LocalAgentRuntime second = runtime(store, ConversationPolicy.defaults())) {
            first.run(echo, said("one"));
            first.run(echo, said("two"));
            second.run(echo, said("three"));
            first.run(echo, said("four"));
            assertThat(loads).containsExactly("0+0", "1+0", "2+1");
            store.delete(STREAM);
            first.run(echo, said("five"));
            assertThat(seen.getLast()).isEmpty();
        }
    }
}

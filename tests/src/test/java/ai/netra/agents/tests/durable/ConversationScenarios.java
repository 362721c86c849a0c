package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Question;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.json.ConversationJson;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tools.json.JsonCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations across runs and processes; the same for each store. */
abstract class ConversationScenarios {
    static final AgentKey<String> ECHO = AgentKey.of("echo", String.class);
    static final UserId ANN = UserId.of("ann");
    static final ThreadId T1 = ThreadId.of("t1");
    static final StreamKey.OfThread STREAM = new StreamKey.OfThread(ANN, T1);
    static final ConversationJson JSON = new ConversationJson(JsonCodec.standard());

    final VirtualClock clock = VirtualClock.automatic();
    StateStore store;
    final List<List<String>> seen = new ArrayList<>();

    /** Says what it sees, and answers. */
    final Agent<String> echo = Agent.of(ECHO, (input, context) -> {
        seen.add(texts(context.history()));
        return "re " + input.message();
    });

    final Agent<String> asking = Agent.of(AgentKey.of("asking", String.class), (input, context) -> {
        seen.add(texts(context.history()));
        return "answered " + context.await(Question.of("go on?", Boolean.class));
    });

    static List<String> texts(List<ConversationMessage> messages) {
        return messages.stream().map(ConversationMessage::content).toList();
    }

    static RunRequest said(String message) {
        return RunRequest.of(message).user("ann").thread("t1");
    }

    LocalAgentRuntime runtime(StateStore used, ConversationPolicy policy) {
        return LocalAgentRuntime.builder()
                .scheduler(clock)
                .stateStore(used)
                .conversation(policy)
                .register(echo)
                .register(asking)
                .build();
    }

    LocalAgentRuntime runtime() {
        return runtime(store, ConversationPolicy.defaults());
    }

    List<String> kept() {
        return store.read(STREAM, 1, 1_000).stream()
                .map(record -> JSON.turn(record.payload()).message())
                .toList();
    }

    /** An empty store. */
    abstract StateStore open(VirtualClock time) throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = open(clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void another_process_sees_what_was_said() {
        try (LocalAgentRuntime first = runtime()) {
            first.run(echo, said("one").attribute("order", 7));
        }
        try (LocalAgentRuntime second = runtime()) {
            second.run(echo, said("two"));
            assertThat(seen).containsExactly(List.of(), List.of("one", "re one"));
            ConversationState conversation = second.conversation(ANN, T1).orElseThrow();
            assertThat(texts(conversation.messages())).containsExactly("one", "re one", "two", "re two");
            assertThat(conversation.messages().getFirst().role()).isEqualTo(LlmRole.USER);
            assertThat(conversation.messages().get(1).role()).isEqualTo(LlmRole.ASSISTANT);
            assertThat(conversation.agentStates()).containsOnlyKeys("echo");
        }
        assertThat(JSON.turn(store.read(STREAM, 1, 1).getFirst().payload()).attributes())
                .isEqualTo(Attributes.of("order", 7));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void what_a_runtime_remembers_changes_nothing_that_agents_see(long seed) {
        ConversationPolicy policy = ConversationPolicy.window(4);
        if (seed % 2 == 0) {
            policy = policy.summary(
                    3, (before, messages) -> before.orElse("") + "|" + String.join(",", texts(messages)));
        }
        if (seed % 3 == 0) {
            policy = policy.retain(3);
        }
        List<List<String>> remembering = seenBy("ann", policy.remember(2), new Random(seed));
        assertThat(remembering).isEqualTo(seenBy("bob", policy.remember(0), new Random(seed)));
        assertThat(remembering).anyMatch(texts -> texts.size() >= 4);
    }

    /** What the runs of two processes see, that take turns in three conversations, of which one is deleted now and then. */
    private List<List<String>> seenBy(String user, ConversationPolicy policy, Random random) {
        seen.clear();
        try (LocalAgentRuntime one = runtime(store, policy);
                LocalAgentRuntime two = runtime(store, policy)) {
            for (int i = 0; i < 120; i++) {
                LocalAgentRuntime turn = random.nextInt(4) == 0 ? two : one;
                ThreadId thread = ThreadId.of("t" + random.nextInt(3));
                if (random.nextInt(40) == 0) {
                    two.forget(UserId.of(user), thread);
                }
                turn.run(echo, RunRequest.of("m" + i).user(user).thread(thread.value()));
            }
        }
        return List.copyOf(seen);
    }

    @Test
    void a_run_without_a_thread_of_the_requests_leaves_no_conversation() {
        try (LocalAgentRuntime runtime = runtime()) {
            runtime.run(echo, RunRequest.of("one").user("ann").runId("r1"));
            assertThat(runtime.journal(ANN, RunId.of("r1")).orElseThrow())
                    .noneMatch(JournalEntry.Joined.class::isInstance);
            assertThat(runtime.conversation(ANN, ThreadId.of("r1"))).isPresent();
        }
        assertThat(store.load(new StreamKey.OfThread(ANN, ThreadId.of("r1")))).isEqualTo(Loaded.NONE);
    }

    @Test
    void without_conversations_nothing_is_kept_or_seen() {
        try (LocalAgentRuntime runtime = runtime(store, ConversationPolicy.none())) {
            runtime.run(echo, said("one"));
            runtime.run(echo, said("two"));
        }
        assertThat(seen).containsExactly(List.of(), List.of());
        assertThat(kept()).isEmpty();
    }

    @Test
    void two_processes_in_one_thread_lose_no_turn_and_keep_their_order() {
        try (LocalAgentRuntime first = runtime();
                LocalAgentRuntime second = runtime()) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                (i % 3 == 0 ? second : first).run(echo, said("m" + i));
                expected.add("m" + i);
            }
            assertThat(kept()).isEqualTo(expected);
            assertThat(seen.getLast()).hasSize(20).endsWith("m18", "re m18");
        }
    }

    @Test
    void a_turn_that_conflicts_is_appended_behind_the_other() {
        AtomicBoolean once = new AtomicBoolean(true);
        StateStore contended = proxy(store, call -> {
            if (call instanceof Append append && append.stream().equals(STREAM) && once.getAndSet(false)) {
                store.append(Append.to(STREAM, append.expected(), "other", List.of(JSON.encode(turn("other")))));
            }
        });
        try (LocalAgentRuntime runtime = runtime(contended, ConversationPolicy.defaults())) {
            assertThat(runtime.run(echo, said("mine")).status()).isEqualTo(RunStatus.SUCCEEDED);
        }
        assertThat(kept()).containsExactly("other", "mine");
    }

    private static ConversationJson.Turn turn(String message) {
        return new ConversationJson.Turn(
                RunId.of("run-of-" + message),
                "echo",
                RunStatus.SUCCEEDED,
                message,
                Optional.of("re " + message),
                Attributes.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A store of which somebody hears each call's first argument before it is made. */
    static StateStore proxy(StateStore store, java.util.function.Consumer<Object> heard) {
        return (StateStore) Proxy.newProxyInstance(
                ConversationTest.class.getClassLoader(),
                new Class<?>[] {StateStore.class},
                (proxy, method, arguments) -> {
                    if (arguments != null) {
                        heard.accept(arguments[0]);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 100})
    void an_answered_run_sees_the_conversation_as_it_was_when_it_began(int meanwhile) throws InterruptedException {
        String question;
        try (LocalAgentRuntime first = runtime()) {
            for (int i = 0; i < 15; i++) {
                first.run(echo, said("before" + i));
            }
            seen.clear();
            OrchestrationResult<String> waits = first.run(asking, said("wait").runId("r1"));
            assertThat(waits.status()).isEqualTo(RunStatus.SUSPENDED);
            question = waits.questions().getFirst().id();
            assertThat(kept()).hasSize(15);
            for (int i = 0; i < meanwhile; i++) {
                first.run(echo, said("later" + i));
            }
        }
        List<String> asOfStart = seen.getFirst();
        assertThat(asOfStart).hasSize(20).endsWith("before14", "re before14");
        seen.clear();
        try (LocalAgentRuntime second = runtime()) {
            assertThat(second.answer(ANN, RunId.of("r1"), question, true, ANN)
                            .result()
                            .output())
                    .isEqualTo(Optional.of("answered true"));
        }
        assertThat(seen).containsExactly(asOfStart);
        assertThat(kept()).hasSize(16 + meanwhile).endsWith("later" + (meanwhile - 1), "wait");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 64, 1_000})
    void agents_see_no_more_messages_than_the_window_has(int window) {
        List<String> all = new ArrayList<>();
        try (LocalAgentRuntime runtime = runtime(store, ConversationPolicy.window(window))) {
            for (int i = 0; i < 80; i++) {
                runtime.run(echo, said("m" + i));
                assertThat(seen.getLast()).isEqualTo(all.subList(Math.max(0, all.size() - window), all.size()));
                all.add("m" + i);
                all.add("re m" + i);
            }
        }
    }

    @Test
    void a_larger_window_reads_what_a_smaller_one_did_not_keep() {
        try (LocalAgentRuntime runtime = runtime(store, ConversationPolicy.window(2))) {
            IntStream.range(0, 64).forEach(i -> runtime.run(echo, said("m" + i)));
        }
        try (LocalAgentRuntime runtime = runtime(store, ConversationPolicy.window(30))) {
            runtime.run(echo, said("more"));
            assertThat(seen.getLast()).hasSize(30).startsWith("m49").endsWith("re m63");
        }
    }

    @Test
    void what_leaves_the_window_is_summarized_and_nothing_is_lost() {
        AtomicInteger calls = new AtomicInteger();
        ConversationPolicy policy = ConversationPolicy.window(4).summary(6, (previous, messages) -> {
            calls.incrementAndGet();
            return previous.map(text -> text + " ").orElse("") + String.join(" ", texts(messages));
        });
        StringBuilder all = new StringBuilder();
        try (LocalAgentRuntime runtime = runtime(store, policy)) {
            for (int i = 0; i < 50; i++) {
                runtime.run(echo, said("m" + i));
                assertThat(String.join(" ", seen.getLast()))
                        .isEqualTo(all.toString().strip());
                assertThat(seen.getLast().size()).isLessThan(4 + 6 + 1);
                all.append(" m").append(i).append(" re m").append(i);
            }
        }
        assertThat(calls.get()).isBetween(14, 17);
    }

    @Test
    void a_summary_that_fails_is_made_later_and_leaves_the_window() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ConversationPolicy policy = ConversationPolicy.window(2).summary(2, (previous, messages) -> {
            if (broken.get()) {
                throw new IllegalStateException("no model");
            }
            return previous.orElse("") + messages.size();
        });
        try (LocalAgentRuntime runtime = runtime(store, policy)) {
            for (int i = 0; i < 10; i++) {
                assertThat(runtime.run(echo, said("m" + i)).status()).isEqualTo(RunStatus.SUCCEEDED);
            }
            assertThat(seen.getLast()).containsExactly("m7", "re m7", "m8", "re m8");
            broken.set(false);
            runtime.run(echo, said("m10"));
            runtime.run(echo, said("m11"));
            assertThat(seen.getLast()).containsExactly("20", "m10", "re m10");
        }
    }

    @Test
    void a_load_costs_the_same_however_long_the_conversation_is() {
        AtomicInteger records = new AtomicInteger();
        AtomicInteger reads = new AtomicInteger();
        StateStore counted = (StateStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    Object answer;
                    try {
                        answer = method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    if (answer instanceof Loaded loaded && arguments[0].equals(STREAM)) {
                        records.addAndGet(loaded.tail().size());
                        reads.addAndGet(loaded.snapshot().isPresent() ? 1 : 0);
                    }
                    if (answer instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof StoredRecord) {
                        records.addAndGet(1_000);
                    }
                    return answer;
                });
        List<Integer> costs = new ArrayList<>();
        try (LocalAgentRuntime runtime = runtime()) {
            int turns = 0;
            for (int length : List.of(10, 106, 1_002)) { // all 10 behind a snapshot, but the first
                for (; turns < length; turns++) {
                    runtime.run(echo, said("m" + turns));
                }
                records.set(0);
                reads.set(0);
                try (LocalAgentRuntime other = runtime(counted, ConversationPolicy.defaults())) {
                    other.run(echo, said("m" + turns));
                    turns++;
                }
                assertThat(seen.getLast()).hasSize(20).endsWith("re m" + (length - 1));
                assertThat(reads.get()).isEqualTo(length == 10 ? 0 : 1); // once, at the start
                costs.add(records.get());
            }
        }
        assertThat(costs).containsExactly(costs.getFirst(), costs.getFirst(), costs.getFirst());
        assertThat(costs.getFirst()).isLessThanOrEqualTo(32);
    }

    @Test
    void turns_that_agents_do_not_see_are_not_decoded() {
        try (LocalAgentRuntime runtime = runtime(store, ConversationPolicy.window(4))) {
            runtime.run(echo, RunRequest.of("turn").user("ann").thread("t2"));
            Payload turn = store.read(new StreamKey.OfThread(ANN, ThreadId.of("t2")), 1, 1)
                    .getFirst()
                    .payload();
            Payload unreadable = Payload.of("turn", 1, new byte[] {'{'});
            store.append(Append.to(STREAM, StreamPosition.NONE, "w", List.of(unreadable, turn, turn)));
            runtime.run(echo, said("next"));
            assertThat(seen.getLast()).containsExactly("turn", "re turn", "turn", "re turn");
        }
    }

    @Test
    void what_is_not_retained_is_forgotten_and_agents_see_the_same() {
        try (LocalAgentRuntime runtime =
                runtime(store, ConversationPolicy.window(6).retain(12))) {
            for (int i = 0; i < 100; i++) {
                runtime.run(echo, said("m" + i));
            }
            assertThat(seen.getLast()).containsExactly("m96", "re m96", "m97", "re m97", "m98", "re m98");
            assertThat(texts(runtime.conversation(ANN, T1).orElseThrow().messages()))
                    .hasSize(2 * (12 + 100 - 96))
                    .startsWith("m84");
        }
        assertThat(kept()).containsExactly("m96", "m97", "m98", "m99");
    }

    @Test
    void nothing_is_forgotten_while_a_run_waits_that_has_seen_it() throws InterruptedException {
        try (LocalAgentRuntime runtime =
                runtime(store, ConversationPolicy.window(6).retain(1))) {
            for (int i = 0; i < 5; i++) {
                runtime.run(echo, said("m" + i));
            }
            seen.clear();
            OrchestrationResult<String> waits = runtime.run(asking, said("wait").runId("r1"));
            for (int i = 5; i < 80; i++) {
                runtime.run(echo, said("m" + i));
            }
            assertThat(kept()).hasSize(80);
            runtime.answer(ANN, RunId.of("r1"), waits.questions().getFirst().id(), true, ANN)
                    .result();
            assertThat(seen.getLast()).isEqualTo(seen.getFirst()).endsWith("re m4");
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void text_comes_back_as_it_was() {
        List<String> texts = List.of("ß ñ 😀 \u202e", "half \ud83d", "e\u0301 é", "\"\\\n\u0000\u2028", "日本語");
        try (LocalAgentRuntime runtime = runtime()) {
            texts.forEach(text -> runtime.run(echo, said(text)));
        }
        assertThat(kept()).isEqualTo(texts);
    }

    @Test
    void failed_runs_have_no_answer_and_waiting_ones_no_turn() {
        Agent<String> failing = Agent.of(AgentKey.of("failing", String.class), (input, context) -> {
            throw new IllegalStateException("no");
        });
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(clock)
                .stateStore(store)
                .register(failing)
                .register(asking)
                .build()) {
            runtime.run(failing, said("fail"));
            runtime.run(asking, said("wait").runId("r1"));
            assertThat(texts(runtime.conversation(ANN, T1).orElseThrow().messages()))
                    .containsExactly("fail");
            assertThat(runtime.cancel(ANN, RunId.of("r1"), "enough")).isTrue();
        }
        assertThat(kept()).containsExactly("fail", "wait");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_output_that_was_made_with_history_is_not_cached(boolean asks) {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> cached = Agent.of(ECHO, (input, context) -> {
                    calls.incrementAndGet();
                    return asks ? context.history().size() + " messages" : "none";
                })
                .with(policy -> policy.cache(CachePolicy.defaults()));
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(clock)
                .stateStore(store)
                .register(cached)
                .build()) {
            List<Optional<String>> outputs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                outputs.add(runtime.run(cached, said("same")).output());
            }
            assertThat(calls).hasValue(asks ? 3 : 1);
            if (asks) {
                assertThat(outputs)
                        .containsExactly(
                                Optional.of("0 messages"), Optional.of("2 messages"), Optional.of("4 messages"));
            }
        }
    }

    @Test
    void forgetting_a_user_leaves_nothing_of_them() {
        try (LocalAgentRuntime runtime = runtime()) {
            runtime.run(echo, said("one").runId("r1"));
            runtime.run(asking, said("wait").runId("r2"));
            runtime.run(echo, RunRequest.of("other").user("bob").thread("t1").runId("b1"));
            assertThat(runtime.forget(ANN)).isEqualTo(3);
            assertThat(runtime.find(ANN, RunId.of("r1"))).isEmpty();
            assertThat(runtime.journal(ANN, RunId.of("r2"))).isEmpty();
            assertThat(runtime.conversation(ANN, T1)).isEmpty();
            assertThat(runtime.conversation(UserId.of("bob"), T1)).isPresent();
            assertThat(runtime.forget(ANN)).isZero();
            runtime.run(echo, said("anew"));
            assertThat(seen.getLast()).isEmpty();
        }
        assertThat(store.threads(UserId.of("bob"), Page.first(9))).hasSize(1);
    }

    @Test
    void forgetting_a_conversation_leaves_the_others() {
        try (LocalAgentRuntime runtime = runtime()) {
            runtime.run(echo, said("one").runId("r1"));
            runtime.run(echo, said("two").runId("r2"));
            runtime.run(echo, RunRequest.of("other").user("ann").thread("t2").runId("r3"));
            assertThat(runtime.forget(ANN, T1)).isEqualTo(3);
            assertThat(runtime.conversation(ANN, T1)).isEmpty();
            assertThat(runtime.conversation(ANN, ThreadId.of("t2"))).isPresent();
        }
        assertThat(store.runs(ANN, T1, Page.first(9))).isEmpty();
    }

    @Test
    void forgetting_a_user_cancels_what_executes() throws InterruptedException {
        Agent<String> slow = Agent.of(AgentKey.of("slow", String.class), (input, context) -> {
            context.clock().sleep(Duration.ofHours(1));
            return "late";
        });
        Task here = clock.adopt("test");
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(clock)
                .stateStore(store)
                .register(slow)
                .build()) {
            RunHandle<String> running = runtime.start(slow, said("one").runId("r1"));
            assertThat(runtime.forget(ANN)).isGreaterThanOrEqualTo(1);
            assertThat(running.result().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(runtime.find(ANN, RunId.of("r1"))).isEmpty();
        } finally {
            here.release();
        }
        assertThat(store.threads(ANN, Page.first(9))).isEmpty();
        assertThat(store.find(ANN, RunId.of("r1"))).isEmpty();
    }
}

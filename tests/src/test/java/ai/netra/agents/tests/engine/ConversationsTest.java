package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.state.ConversationState.AgentState;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said in a thread, as its runs end. */
@Timeout(60)
class ConversationsTest {
    private static final UserId ALICE = UserId.of("alice");
    private static final ThreadId THREAD = ThreadId.of("t1");
    private static final Instant START = VirtualClock.START;
    private static final AgentKey<Answer> ANSWER = AgentKey.of("answer", Answer.class);

    private final Agent<String> echo = FakeAgent.builder(A)
            .waits(Duration.ofSeconds(1))
            .answers((input, context) -> "you said " + input.message())
            .build();
    private final Agent<Answer> answering =
            Agent.of(ANSWER, A, (before, input, context) -> new Answer(before, before.length()));
    private final SequentialOrchestrator<Answer> flow = SequentialOrchestrator.of(AgentKey.of("flow", Answer.class))
            .then(echo)
            .endingIn(answering);
    private final Agent<String> failing = Flows.failing(B);

    /** An answer that is no text. */
    public record Answer(String text, int wordCount) {}

    private TestRuntime runtime() {
        return TestRuntime.builder()
                .register(flow)
                .register(echo)
                .register(failing)
                .build();
    }

    private static RunRequest asked(String message) {
        return RunRequest.of(message).user("alice").thread("t1").runId(message);
    }

    private static Attributes metadata(String run, String agent, String status) {
        return Attributes.of("run_id", run).with("agent", agent).with("status", status);
    }

    @Test
    void grows_by_a_message_and_an_answer_when_a_run_has_ended() {
        try (TestRuntime runtime = runtime()) {
            runtime.run(echo, asked("hello").attribute("workload_id", "w1"));
            runtime.run(flow, asked("again").attribute("workload_id", "w2"));

            assertThat(runtime.conversation(ALICE, THREAD))
                    .contains(new ConversationState(
                            THREAD,
                            ALICE,
                            List.of(
                                    new ConversationMessage(
                                            "hello/user",
                                            LlmRole.USER,
                                            "hello",
                                            START,
                                            metadata("hello", "a", "succeeded")),
                                    new ConversationMessage(
                                            "hello/assistant",
                                            LlmRole.ASSISTANT,
                                            "you said hello",
                                            START.plusSeconds(1),
                                            metadata("hello", "a", "succeeded")),
                                    new ConversationMessage(
                                            "again/user",
                                            LlmRole.USER,
                                            "again",
                                            START.plusSeconds(1),
                                            metadata("again", "flow", "succeeded")),
                                    new ConversationMessage(
                                            "again/assistant",
                                            LlmRole.ASSISTANT,
                                            "{\"text\":\"you said again\",\"word_count\":14}",
                                            START.plusSeconds(2),
                                            metadata("again", "flow", "succeeded"))),
                            Map.of(
                                    "a",
                                    new AgentState("you said again", START.plusSeconds(2)),
                                    "answer",
                                    new AgentState(new Answer("you said again", 14), START.plusSeconds(2))),
                            Attributes.of("workload_id", "w2"),
                            START,
                            START.plusSeconds(2)));
        }
    }

    @Test
    void has_what_was_asked_though_there_was_no_answer() {
        try (TestRuntime runtime = runtime()) {
            runtime.run(failing, asked("hello"));

            assertThat(runtime.conversation(ALICE, THREAD).orElseThrow().messages())
                    .extracting(ConversationMessage::role, ConversationMessage::content, ConversationMessage::metadata)
                    .containsExactly(tuple(LlmRole.USER, "hello", metadata("hello", "b", "failed")));
        }
    }

    @Test
    void has_nothing_of_runs_that_go_on_were_refused_or_cancelled_before_their_turn() throws InterruptedException {
        GatedAgent gated = new GatedAgent(A);
        Agent<String> guarded = FakeAgent.returning(FLOW, "done");
        RequestGuard no = request -> RequestGuard.refused("no");
        try (TestRuntime runtime =
                TestRuntime.builder().register(gated).register(guarded, no).build()) {
            runtime.run(guarded, asked("zero"));
            RunHandle<String> first = runtime.start(gated, asked("one"));
            RunHandle<String> second = runtime.start(gated, asked("two").whenBusy(WhenBusy.QUEUE));
            second.cancel("enough");

            assertThat(runtime.conversation(ALICE, THREAD)).isEmpty();
            gated.letGo("one");
            first.result();
            assertThat(runtime.conversation(ALICE, THREAD).orElseThrow().messages())
                    .extracting(ConversationMessage::id)
                    .containsExactly("one/user", "one/assistant");
        }
    }

    @Test
    void is_one_threads_of_one_user() {
        try (TestRuntime runtime = runtime()) {
            runtime.run(echo, asked("hello"));
            runtime.run(echo, RunRequest.of("other").user("bob").thread("t1"));
            runtime.run(echo, RunRequest.of("other").user("alice").thread("t2"));
            runtime.run(echo, RunRequest.of("alone").user("alice").runId("r1"));

            assertThat(runtime.conversation(ALICE, THREAD).orElseThrow().messages())
                    .hasSize(2);
            assertThat(runtime.conversation(UserId.of("mallory"), THREAD)).isEmpty();
            assertThat(runtime.conversation(ALICE, ThreadId.of("r1"))
                            .orElseThrow()
                            .messages())
                    .extracting(ConversationMessage::content)
                    .containsExactly("alone", "you said alone");
        }
    }

    @Test
    void is_written_as_json_under_the_names_that_others_know() {
        try (TestRuntime runtime = runtime()) {
            runtime.run(flow, asked("hello").attribute("workload_id", "w1"));
            ConversationState state = runtime.conversation(ALICE, THREAD).orElseThrow();
            String json = JsonCodec.standard().encode(state);

            assertThat(json).isEqualTo("""
                {"thread_id":"t1","user_id":"alice","messages":[\
                {"id":"hello/user","role":"user","content":"hello","timestamp":"2026-01-01T00:00:00Z",\
                "metadata":{"run_id":"hello","agent":"flow","status":"succeeded"}},\
                {"id":"hello/assistant","role":"assistant",\
                "content":"{\\"text\\":\\"you said hello\\",\\"word_count\\":14}",\
                "timestamp":"2026-01-01T00:00:01Z",\
                "metadata":{"run_id":"hello","agent":"flow","status":"succeeded"}}],\
                "agent_states":{"a":{"state":"you said hello","updated_at":"2026-01-01T00:00:01Z"},\
                "answer":{"state":{"text":"you said hello","word_count":14},\
                "updated_at":"2026-01-01T00:00:01Z"}},\
                "context":{"workload_id":"w1"},"created_at":"2026-01-01T00:00:00Z",\
                "updated_at":"2026-01-01T00:00:01Z"}\
                """);
            assertThat(JsonCodec.standard().encode(JsonCodec.standard().decode(json, ConversationState.class)))
                    .isEqualTo(json);
        }
    }

    @Property(tries = 200)
    void with_plain_states_is_read_back_from_json_as_it_was(@ForAll("conversations") ConversationState state) {
        String json = JsonCodec.standard().encode(state);

        assertThat(JsonCodec.standard().decode(json, ConversationState.class)).isEqualTo(state);
    }

    @Provide
    Arbitrary<ConversationState> conversations() {
        Arbitrary<Instant> times =
                Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
        Arbitrary<Attributes> attributes = Arbitraries.maps(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5),
                        Arbitraries.oneOf(Arbitraries.strings(), Arbitraries.longs(), Arbitraries.of(true, false)))
                .ofMaxSize(3)
                .map(Attributes::copyOf);
        Arbitrary<ConversationMessage> messages = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(5),
                        Arbitraries.of(LlmRole.class),
                        Arbitraries.strings().ofMaxLength(20),
                        times,
                        attributes)
                .as(ConversationMessage::new);
        Arbitrary<Object> plain = Arbitraries.oneOf(
                Arbitraries.strings().map(text -> (Object) text),
                Arbitraries.longs().map(number -> (Object) number),
                Arbitraries.longs().list().ofMaxSize(3).map(list -> (Object) list),
                Arbitraries.maps(Arbitraries.strings().alpha(), Arbitraries.strings())
                        .ofMaxSize(3)
                        .map(map -> (Object) map));
        Arbitrary<AgentState> states = Combinators.combine(plain, times).as(AgentState::new);
        return Combinators.combine(
                        messages.list().ofMaxSize(4),
                        Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1), states)
                                .ofMaxSize(3),
                        attributes,
                        times,
                        times)
                .as((said, agentStates, context, created, updated) ->
                        new ConversationState(THREAD, ALICE, said, agentStates, context, created, updated));
    }
}

package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FakeLlmClientTest {
    private static final LlmRequest REQUEST = LlmRequest.of("hello");

    @Test
    void answers_by_the_script_in_order() throws InterruptedException {
        LlmResponse whole = new LlmResponse(LlmMessage.assistant("third"), FinishReason.LENGTH, LlmUsage.of(1, 2), "m");
        try (FakeLlmClient llm = FakeLlmClient.builder().reply("first").stream("sec", "ond")
                .reply(whole)
                .build()) {
            assertThat(llm.generate(REQUEST).text()).isEqualTo("first");
            assertThat(llm.generate(REQUEST).text()).isEqualTo("second");
            assertThat(llm.generate(REQUEST)).isEqualTo(whole);
        }
    }

    @Test
    void answers_plain_text_without_a_count_of_tokens_unless_given_one() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder()
                .reply("plain")
                .reply(FakeReply.text("counted").usage(LlmUsage.of(10, 5)))
                .build();

        assertThat(llm.generate(REQUEST))
                .isEqualTo(new LlmResponse(LlmMessage.assistant("plain"), FinishReason.STOP, LlmUsage.NONE, "fake"));
        assertThat(llm.generate(REQUEST).usage()).isEqualTo(LlmUsage.of(10, 5));
    }

    @Test
    void streams_the_pieces_and_returns_the_whole() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder().stream("pie", "ces")
                .reply("whole")
                .reply("")
                .build();

        assertThat(streamed(llm)).containsExactly("pie", "ces");
        assertThat(streamed(llm)).containsExactly("whole");
        assertThat(streamed(llm)).isEmpty();
        llm.verifyConsumed();
    }

    @Test
    void fails_as_scripted_also_in_the_middle_of_a_stream() {
        LlmException.Unavailable gone = new LlmException.Unavailable("gone", null);
        FakeLlmClient llm = FakeLlmClient.builder()
                .fail(gone)
                .reply(FakeReply.stream("half an ").thenFailure(gone))
                .build();
        List<String> pieces = new ArrayList<>();

        assertThatThrownBy(() -> llm.generate(REQUEST)).isSameAs(gone);
        assertThatThrownBy(() -> llm.stream(REQUEST, delta -> pieces.add(delta.text())))
                .isSameAs(gone);
        assertThat(pieces).containsExactly("half an ");
        llm.verifyConsumed();
    }

    @Test
    void asks_for_tools_with_ids_that_go_on_through_a_conversation() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder()
                .toolUse("cost", "{\"id\":1}")
                .toolUse("cost", "{\"id\":2}")
                .build();

        LlmResponse first = llm.generate(REQUEST);
        LlmResponse second = llm.generate(LlmRequest.builder()
                .user("hello")
                .message(first.message())
                .message(new LlmMessage(
                        LlmRole.TOOL, List.of(new LlmPart.ToolAnswer("call-1", "{}", LlmPart.ToolAnswer.Status.OK))))
                .build());

        assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_USE);
        assertThat(first.toolUses()).containsExactly(new LlmPart.ToolUse("call-1", "cost", "{\"id\":1}"));
        assertThat(second.toolUses()).containsExactly(new LlmPart.ToolUse("call-2", "cost", "{\"id\":2}"));
    }

    @Test
    void answers_by_the_first_rule_that_matches_and_leaves_the_script_alone() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder()
                .reply("scripted")
                .whenUserMessageContains("cost", "a rule")
                .when(
                        "a short request",
                        request -> request.messages().size() == 1
                                && request.messages().getFirst().text().length() < 3,
                        FakeReply.text("another rule"))
                .build();

        assertThat(llm.generate(LlmRequest.of("what does it cost?")).text()).isEqualTo("a rule");
        assertThat(llm.generate(LlmRequest.of("hi")).text()).isEqualTo("another rule");
        assertThat(llm.generate(LlmRequest.of("what does it cost?")).text()).isEqualTo("a rule");
        assertThat(llm.generate(LlmRequest.of("hello")).text()).isEqualTo("scripted");
        llm.verifyConsumed();
    }

    @Test
    void a_rule_need_not_be_used() {
        FakeLlmClient llm = FakeLlmClient.builder()
                .whenUserMessageContains("cost", "a rule")
                .build();

        assertThatCode(llm::close).doesNotThrowAnyException();
    }

    @Test
    void explains_a_call_that_nobody_expected() {
        FakeLlmClient llm = FakeLlmClient.builder().build();

        assertThatThrownBy(() -> llm.generate(LlmRequest.builder()
                        .model("m1")
                        .system("Be brief.")
                        .user("What does it cost?")
                        .tool(ToolSpec.of("cost", "Costs.", JsonSchema.of("{}")))
                        .build()))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                    unexpected LLM call 1: model m1, 2 messages, tools cost
                      system: "Be brief."
                      user: "What does it cost?"
                    expected: no call at all\
                    """);
    }

    @Test
    void explains_a_call_after_the_script_with_the_nearest_rule() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder()
                .reply("only")
                .whenUserMessageContains("weather in Paris", "sun")
                .when(
                        LlmRequestPattern.any()
                                .systemMessageContains("You are a cost expert")
                                .userMessageContains("price"),
                        FakeReply.text("12.50"))
                .build();
        assertThat(llm.generate(REQUEST).text()).isEqualTo("only");

        assertThatThrownBy(() -> llm.generate(LlmRequest.builder()
                        .system("You are a cost expert.")
                        .user("What is the prize?")
                        .build()))
                .hasMessage("""
                    unexpected LLM call 2: 2 messages
                      system: "You are a cost expert."
                      user: "What is the prize?"
                    expected: no more calls: the script's 1 entries are used, and none of 2 rules matches
                    nearest miss: rule 2 (the system messages contain "You are a cost expert" and the newest user message contains "price" -> reply "12.50") would match if the newest user message contains "price\"\
                    """);
    }

    @Test
    void explains_a_call_that_no_rule_matches() {
        FakeLlmClient llm = FakeLlmClient.builder()
                .whenUserMessageContains("cost", "a rule")
                .build();

        assertThatThrownBy(() -> llm.generate(REQUEST))
                .hasMessageContaining("expected: a call that one of 1 rules matches")
                .hasMessageContaining(
                        "nearest miss: rule 1 (the newest user message contains \"cost\" -> reply \"a rule\")");
    }

    @Test
    void remembers_an_unexpected_call_that_its_caller_swallowed() {
        FakeLlmClient llm = FakeLlmClient.builder().build();
        Throwable swallowed = catchThrowable(() -> llm.generate(REQUEST));

        assertThatThrownBy(llm::verifyConsumed)
                .isInstanceOf(AssertionError.class)
                .hasMessage(swallowed.getMessage())
                .hasSuppressedException(swallowed);
        assertThatThrownBy(llm::close).isInstanceOf(AssertionError.class);
    }

    @Test
    void lists_what_nobody_asked_for() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.builder()
                .reply("first")
                .reply("x".repeat(300))
                .toolUse("cost", "{}")
                .fail(new LlmException.RateLimited("slow down"))
                .stream("pie", "ces")
                .after(Duration.ofSeconds(2))
                .clock(VirtualClock.automatic().clock())
                .build();
        assertThat(llm.generate(REQUEST).text()).isEqualTo("first");

        assertThatThrownBy(llm::close).isInstanceOf(AssertionError.class).hasMessage("""
            never asked for: entry 2 of 5, reply "%s …100 characters… %s"
            never asked for: entry 3 of 5, tool use cost {}
            never asked for: entry 4 of 5, failure ai.netra.agents.llm.LlmException$RateLimited: slow down
            never asked for: entry 5 of 5, stream of 2 pieces "pieces" after PT2S\
            """.formatted(
                        "x".repeat(100), "x".repeat(100)));
    }

    @Test
    void keeps_a_log_of_requests_unexpected_ones_included() throws InterruptedException {
        FakeLlmClient llm = FakeLlmClient.replying("one");
        LlmRequest second = LlmRequest.of("second");

        assertThat(llm.generate(REQUEST).text()).isEqualTo("one");
        assertThatThrownBy(() -> llm.generate(second)).isInstanceOf(AssertionError.class);

        assertThat(llm.requests()).containsExactly(REQUEST, second);
    }

    @Test
    void takes_its_time_by_the_clock() throws InterruptedException {
        VirtualClock clock = VirtualClock.automatic();
        FakeLlmClient llm = FakeLlmClient.builder()
                .clock(clock.clock())
                .reply("at once")
                .reply("late")
                .after(Duration.ofSeconds(30))
                .build();

        llm.generate(REQUEST);
        assertThat(clock.nanoTime()).isZero();
        llm.generate(REQUEST);
        assertThat(clock.nanoTime()).isEqualTo(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void gives_up_on_interrupt_and_has_done_the_work_all_the_same() throws InterruptedException {
        VirtualClock clock = VirtualClock.manual();
        FakeLlmClient llm = FakeLlmClient.builder()
                .clock(clock.clock())
                .reply("late")
                .after(Duration.ofSeconds(30))
                .build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Task caller = clock.fork("caller", self -> thrown.set(catchThrowable(() -> llm.generate(REQUEST))));
        clock.advance(Duration.ofSeconds(29));

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        llm.verifyConsumed();
    }

    @Test
    void does_not_answer_an_interrupted_caller() {
        FakeLlmClient llm = FakeLlmClient.replying("one");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> llm.generate(REQUEST)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void gives_each_entry_once_however_many_ask() throws InterruptedException {
        int calls = 200;
        VirtualClock clock = VirtualClock.automatic();
        FakeLlmClient.Builder builder = FakeLlmClient.builder();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < calls; i++) {
            builder.reply("reply " + i);
            expected.add("reply " + i);
        }
        FakeLlmClient llm = builder.build();
        Set<String> heard = ConcurrentHashMap.newKeySet();
        List<Task> callers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            callers.add(clock.fork("caller-" + i, self -> heard.add(textOf(llm))));
        }
        for (Task caller : callers) {
            caller.join();
        }

        assertThat(heard).isEqualTo(expected);
        assertThat(llm.requests()).hasSize(calls);
        llm.verifyConsumed();
    }

    @Test
    void refuses_what_cannot_work() {
        assertThatThrownBy(() -> FakeLlmClient.builder()
                        .reply("late")
                        .after(Duration.ofSeconds(1))
                        .build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("no clock for \"reply \"late\" after PT1S\"; give the client one with"
                        + " clock(scheduler.clock()), that of a VirtualClock say");
        assertThatThrownBy(() -> FakeLlmClient.builder()
                        .whenUserMessageContains("x", FakeReply.text("late").after(Duration.ofSeconds(1)))
                        .build())
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> FakeLlmClient.builder().after(Duration.ofSeconds(1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage(
                        "after(PT1S) before any reply; it delays the newest entry of the script, so add that first");
        assertThatThrownBy(() -> FakeReply.text("x").after(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("a reply after PT-1S; use zero or more");
        assertThatThrownBy(() -> FakeReply.stream("a", "", "b"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("piece 1 of a streamed reply is empty; leave it out");
    }

    @Test
    void patterns_look_at_instructions_tools_and_tools_answers() {
        LlmRequest request = LlmRequest.builder()
                .system("one")
                .system("two")
                .user("older")
                .user("newer")
                .message(new LlmMessage(
                        LlmRole.TOOL,
                        List.of(new LlmPart.ToolAnswer("1", "{\"sum\":3}", LlmPart.ToolAnswer.Status.OK))))
                .tool(ToolSpec.of("add", "Adds.", JsonSchema.of("{}")))
                .build();
        LlmRequestPattern any = LlmRequestPattern.any();

        assertThat(any.matches(request)).isTrue();
        assertThat(any.systemMessageContains("two").matches(request)).isTrue();
        assertThat(any.systemMessageContains("three").matches(request)).isFalse();
        assertThat(any.userMessageContains("newer").matches(request)).isTrue();
        assertThat(any.userMessageContains("older").matches(request)).isFalse();
        assertThat(any.offersTool("add").matches(request)).isTrue();
        assertThat(any.offersTool("ad").matches(request)).isFalse();
        assertThat(any.toolAnswered("\"sum\":3").matches(request)).isTrue();
        assertThat(any.toolAnswered("\"sum\":4").matches(request)).isFalse();
        assertThat(any.userMessageContains("newer").offersTool("sub").matches(request))
                .isFalse();
        assertThat(any).hasToString("any request");
        assertThat(any.toolAnswered("3").offersTool("sub"))
                .hasToString("the tools' newest answers contain \"3\" and tool sub is offered");
    }

    private static String textOf(FakeLlmClient llm) {
        try {
            return llm.generate(REQUEST).text();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }

    private static List<String> streamed(FakeLlmClient llm) throws InterruptedException {
        List<LlmDelta> deltas = new ArrayList<>();
        LlmResponse whole = llm.stream(REQUEST, deltas::add);
        List<String> pieces = deltas.stream().map(LlmDelta::text).toList();
        assertThat(String.join("", pieces)).isEqualTo(whole.text());
        return pieces;
    }
}

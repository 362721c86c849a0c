package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.llm.LlmRecorder;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.testkit.CassetteLlmClient;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final ToolSpec TOOL =
            ToolSpec.of("get_price", "Says a price.", JsonSchema.of("{\"type\":\"object\"}"));
    private static final LlmResponse CALLING = new LlmResponse(
            new LlmMessage(
                    LlmRole.ASSISTANT,
                    List.of(
                            new LlmPart.Opaque("anthropic", "{\"type\":\"thinking\"}"),
                            new LlmPart.ToolUse("c1", "get_price", "{\"id\":1}"))),
            FinishReason.TOOL_USE,
            new LlmUsage(10, 5, 2, 1),
            "m-1");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("calls.jsonl");
    }

    private static LlmRequest request(String text) {
        return LlmRequest.builder()
                .system("Be brief.")
                .user(text)
                .model("m")
                .tool(TOOL)
                .responseSchema(JsonSchema.of("{\"type\":\"object\"}"))
                .temperature(0.5)
                .maxOutputTokens(7)
                .stop("x")
                .metadata("a", "b")
                .build();
    }

    private LlmClient recording(FakeReply... replies) {
        FakeLlmClient.Builder script = FakeLlmClient.builder();
        List.of(replies).forEach(script::reply);
        return LlmRecorder.of(script.build(), file);
    }

    @Test
    void what_was_recorded_is_played_streams_and_failures_included() throws InterruptedException {
        LlmException limited = new LlmException.RateLimited("slow down", Duration.ofMillis(1_500));
        LlmClient recorder = recording(
                FakeReply.response(CALLING),
                FakeReply.stream("One, ", "two."),
                FakeReply.failure(limited),
                FakeReply.stream("Three").thenFailure(LlmException.Unavailable.notSent("gone")));
        List<String> said = new ArrayList<>();
        LlmResponse whole = recorder.generate(request("a").withUser(UserId.of("ann")));
        LlmResponse streamed = recorder.stream(request("b"), piece -> said.add(piece.text()));
        assertThat(catchThrowable(() -> recorder.generate(request("c")))).isSameAs(limited);
        assertThat(catchThrowable(() -> recorder.stream(request("d"), piece -> {})))
                .isInstanceOf(LlmException.Unavailable.class);

        try (CassetteLlmClient cassette = CassetteLlmClient.of(file)) {
            List<String> played = new ArrayList<>();
            Throwable gone = catchThrowable(() -> cassette.stream(request("d"), piece -> played.add(piece.text())));
            assertThat(gone)
                    .isInstanceOfSatisfying(
                            LlmException.Unavailable.class,
                            failure -> assertThat(failure.isUnspent()).isTrue());
            assertThat(played).containsExactly("Three");
            assertThat(catchThrowable(() -> cassette.generate(request("c"))))
                    .isInstanceOfSatisfying(
                            LlmException.RateLimited.class,
                            failure -> assertThat(failure.retryAfter()).contains(Duration.ofMillis(1_500)))
                    .hasMessage("slow down");
            played.clear();
            assertThat(cassette.stream(request("b"), piece -> played.add(piece.text())))
                    .isEqualTo(streamed);
            assertThat(played).isEqualTo(said);
            assertThat(cassette.generate(request("a").withUser(UserId.of("bob"))))
                    .isEqualTo(whole);
        }
    }

    @Test
    void every_kind_of_failure_comes_back_as_it_was() {
        List<LlmException> failures = List.of(
                new LlmException.RateLimited("1"),
                new LlmException.RateLimited("2", Duration.ofSeconds(2)),
                new LlmException.Unavailable("3", null),
                LlmException.Unavailable.withRetryAfter("4", Duration.ofSeconds(4)),
                LlmException.Unavailable.notSent("5"),
                LlmException.Unavailable.notSent("6", Duration.ofSeconds(6)),
                new LlmException.DeadlinePassed("7", null),
                new LlmException.InvalidRequest("8"),
                new LlmException.ContextTooLong("9"),
                new LlmException.Refused("10"),
                new LlmException.Authentication("11"));
        for (LlmException failure : failures) {
            LlmClient recorder = recording(FakeReply.failure(failure));
            assertThat(catchThrowable(() -> recorder.generate(request(failure.getMessage()))))
                    .isSameAs(failure);
        }
        try (CassetteLlmClient cassette = CassetteLlmClient.of(file)) {
            for (LlmException failure : failures) {
                assertThat(catchThrowable(() -> cassette.generate(request(failure.getMessage()))))
                        .isInstanceOfSatisfying(failure.getClass(), played -> {
                            assertThat(played).hasMessage(failure.getMessage());
                            assertThat(played.retryAfter()).isEqualTo(failure.retryAfter());
                            assertThat(played.isUnspent()).isEqualTo(failure.isUnspent());
                        });
            }
        }
    }

    @Test
    void secrets_and_users_are_not_in_the_file_and_the_same_secrets_are_found_again()
            throws InterruptedException, IOException {
        String key = "sk-abcdefghijklmnopqrstuvwxyz";
        LlmRequest secret =
                request("my key is " + key + ", write to ann@example.com").withUser(UserId.of("ann-17"));
        recording(FakeReply.text("I will not tell " + key)).generate(secret);

        assertThat(Files.readString(file))
                .doesNotContain(key, "ann@example.com", "ann-17")
                .contains("my key is [key], write to [email]");
        try (CassetteLlmClient cassette = CassetteLlmClient.of(file)) {
            assertThat(cassette.generate(secret).text()).isEqualTo("I will not tell [key]");
        }
    }

    @Test
    void calls_are_appended_a_line_each_and_equal_ones_are_played_in_order() throws InterruptedException, IOException {
        recording(FakeReply.text("one\ntwo")).generate(request("a"));
        recording(FakeReply.text("three")).generate(request("a"));

        assertThat(Files.readAllLines(file)).hasSize(2);
        try (CassetteLlmClient cassette = CassetteLlmClient.of(file).defaultModel("m")) {
            assertThat(cassette.defaultModel()).contains("m");
            assertThat(cassette.generate(request("a")).text()).isEqualTo("one\ntwo");
            assertThat(cassette.generate(request("a")).text()).isEqualTo("three");
        }
    }

    @Test
    void a_call_that_was_not_recorded_fails_with_the_nearest_and_is_remembered() throws InterruptedException {
        LlmClient recorder = recording(FakeReply.text("x"), FakeReply.text("y"));
        recorder.generate(request("What does it cost?"));
        recorder.generate(request("Is it raining?"));
        CassetteLlmClient cassette = CassetteLlmClient.of(file);
        LlmRequest other = LlmRequest.builder()
                .system("Be brief.")
                .user("Is it snowing?")
                .model("n")
                .maxOutputTokens(7)
                .build();

        assertThatThrownBy(() -> cassette.generate(other))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "an LLM call is not in calls.jsonl: user \"Is it snowing?\"\nnearest miss: line 2,"
                                + " where message 2 was user \"Is it raining?\", not user \"Is it snowing?\""
                                + " and the model was Optional[m], not Optional[n]"
                                + " and the list of tools was [get_price], not []");
        cassette.generate(request("Is it raining?"));
        assertThatThrownBy(() -> cassette.generate(request("Is it raining?")))
                .hasMessageStartingWith("the LLM call is in calls.jsonl 1 times, and was made once more");
        assertThatThrownBy(cassette::close)
                .hasMessageContaining("is not in calls.jsonl")
                .hasMessageContaining("never made: line 1 of 2, user \"What does it cost?\"");
    }

    @Test
    void an_interrupted_call_is_not_recorded() throws IOException {
        LlmClient recorder = LlmRecorder.of(
                request -> {
                    throw new InterruptedException("enough");
                },
                file);

        assertThat(catchThrowable(() -> recorder.generate(request("a")))).isInstanceOf(InterruptedException.class);
        assertThat(file).isEmptyFile();
    }

    /** The answer is there, and paid for. */
    @Test
    void a_thread_that_is_interrupted_as_the_answer_comes_is_recorded_and_stays_interrupted()
            throws InterruptedException, IOException {
        LlmClient recorder = LlmRecorder.of(
                request -> {
                    Thread.currentThread().interrupt();
                    return LlmResponse.of("x");
                },
                file);

        assertThat(recorder.generate(request("a")).text()).isEqualTo("x");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void refuses_what_cannot_be_by_name() throws IOException {
        assertThatThrownBy(() -> LlmRecorder.of(request -> LlmResponse.of("x"), directory))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("which cannot be written");
        assertThatThrownBy(() -> CassetteLlmClient.of(directory.resolve("none")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("make one with LlmRecorder.of(client, file)");
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> CassetteLlmClient.of(file))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("line 1 of the recording");
    }
}

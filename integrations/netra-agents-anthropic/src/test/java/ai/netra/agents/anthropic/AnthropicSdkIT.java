package ai.netra.agents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.FakeReply;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fake server, as the official client sees it: what it takes for the format of the real one. */
final class AnthropicSdkIT {
    private static final LlmResponse CALLS = new LlmResponse(
            new LlmMessage(
                    LlmRole.ASSISTANT,
                    List.of(
                            new LlmPart.Text("Let me see."),
                            new LlmPart.ToolUse("a", "get_weather", "{\"city\":\"Oslo\"}"),
                            new LlmPart.ToolUse("b", "get_weather", "{\"city\":\"Bergen\"}"))),
            FinishReason.TOOL_USE,
            new LlmUsage(30, 12, 10, 0),
            "fake");

    private static final MessageCreateParams PARAMS = MessageCreateParams.builder()
            .model("any")
            .maxTokens(100)
            .system("Be brief.")
            .addUserMessage("hello")
            .build();

    private static FakeLlmServer server() {
        return FakeLlmServer.start(FakeLlmClient.builder()
                .reply(FakeReply.stream("one ", "two ", "😀").usage(new LlmUsage(30, 12, 10, 0)))
                .reply(CALLS)
                .build());
    }

    private static AnthropicClient client(FakeLlmServer server) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(server.uri().toString())
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    private static void checkText(Message answer) {
        answer.validate();
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.content())
                .singleElement()
                .satisfies(block -> assertThat(block.asText().text()).isEqualTo("one two 😀"));
        assertThat(answer.usage().inputTokens()).isEqualTo(20);
        assertThat(answer.usage().cacheReadInputTokens()).contains(10L);
        assertThat(answer.usage().outputTokens()).isEqualTo(12);
    }

    private static void checkCalls(Message answer) {
        answer.validate();
        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertThat(answer.content().getFirst().asText().text()).isEqualTo("Let me see.");
        assertThat(answer.content().stream()
                        .flatMap(block -> block.toolUse().stream())
                        .map(use -> use.id() + use.name() + use._input()))
                .containsExactly("aget_weather{city=Oslo}", "bget_weather{city=Bergen}");
    }

    @Test
    void messages_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            AnthropicClient client = client(server);

            checkText(client.messages().create(PARAMS));
            checkCalls(client.messages().create(PARAMS));

            assertThat(server.calls().getFirst().request()).hasValueSatisfying(request -> {
                assertThat(request.messages())
                        .containsExactly(LlmMessage.system("Be brief."), LlmMessage.user("hello"));
                assertThat(request.maxOutputTokens()).hasValue(100);
            });
        }
    }

    @Test
    void streamed_messages_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            AnthropicClient client = client(server);

            checkText(streamed(client));
            checkCalls(streamed(client));
        }
    }

    private static Message streamed(AnthropicClient client) {
        MessageAccumulator whole = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(PARAMS)) {
            events.stream().forEach(event -> whole.accumulate(event.validate()));
        }
        return whole.message();
    }

    @Test
    void failures_are_what_the_official_client_takes_them_for() {
        Map<LlmException, Class<? extends Throwable>> expected = Map.of(
                new LlmException.RateLimited("slow down", Duration.ofSeconds(1)), RateLimitException.class,
                new LlmException.Unavailable("down", null), InternalServerException.class,
                new LlmException.ContextTooLong("9 tokens more"), BadRequestException.class,
                new LlmException.Authentication("no key"), UnauthorizedException.class);
        expected.forEach((failure, type) -> {
            try (FakeLlmServer server =
                    FakeLlmServer.start(FakeLlmClient.builder().fail(failure).build())) {
                AnthropicClient client = client(server);

                assertThatThrownBy(() -> client.messages().create(PARAMS)).isInstanceOf(type);
            }
        });
    }
}

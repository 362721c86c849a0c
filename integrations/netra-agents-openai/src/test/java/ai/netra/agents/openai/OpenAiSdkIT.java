package ai.netra.agents.openai;

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
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fake server, as the official client sees it: what it takes for the format of the real one. */
final class OpenAiSdkIT {
    private static final LlmResponse CALLS = new LlmResponse(
            new LlmMessage(
                    LlmRole.ASSISTANT,
                    List.of(
                            new LlmPart.Text("Let me see."),
                            new LlmPart.ToolUse("a", "get_weather", "{\"city\":\"Oslo\"}"),
                            new LlmPart.ToolUse("b", "get_weather", "{\"city\":\"Bergen\"}"))),
            FinishReason.TOOL_USE,
            new LlmUsage(30, 12, 10, 4),
            "fake");

    private static final ChatCompletionCreateParams CHAT = ChatCompletionCreateParams.builder()
            .model("any")
            .addSystemMessage("Be brief.")
            .addUserMessage("hello")
            .addFunctionTool(FunctionDefinition.builder()
                    .name("get_weather")
                    .description("Says how the weather is.")
                    .parameters(FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .build())
                    .build())
            .build();

    private static final ResponseCreateParams RESPONSE = ResponseCreateParams.builder()
            .model("any")
            .instructions("Be brief.")
            .input("hello")
            .build();

    private static FakeLlmServer server() {
        return FakeLlmServer.start(FakeLlmClient.builder()
                .reply(FakeReply.stream("one ", "two ", "😀").usage(new LlmUsage(30, 12, 10, 4)))
                .reply(CALLS)
                .build());
    }

    private static OpenAIClient client(FakeLlmServer server) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.uri() + "/v1")
                .apiKey("any")
                .maxRetries(0)
                .build();
    }

    private static void checkText(ChatCompletion answer) {
        answer.validate();
        assertThat(answer.model()).isEqualTo("fake");
        assertThat(answer.choices()).singleElement().satisfies(choice -> {
            assertThat(choice.message().content()).contains("one two 😀");
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        });
        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.promptTokens()).isEqualTo(30);
            assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains(10L);
            assertThat(usage.completionTokensDetails().orElseThrow().reasoningTokens())
                    .contains(4L);
        });
    }

    private static void checkCalls(ChatCompletion answer) {
        answer.validate();
        assertThat(answer.choices()).singleElement().satisfies(choice -> {
            assertThat(choice.message().content()).contains("Let me see.");
            assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
            assertThat(choice.message().toolCalls().orElseThrow().stream()
                            .map(ChatCompletionMessageToolCall::asFunction)
                            .map(call -> call.id()
                                    + call.function().name()
                                    + call.function().arguments()))
                    .containsExactly("aget_weather{\"city\":\"Oslo\"}", "bget_weather{\"city\":\"Bergen\"}");
        });
    }

    @Test
    void chat_completions_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            OpenAIClient client = client(server);

            checkText(client.chat().completions().create(CHAT));
            checkCalls(client.chat().completions().create(CHAT));

            assertThat(server.calls().getFirst().request()).hasValueSatisfying(request -> {
                assertThat(request.messages())
                        .containsExactly(LlmMessage.system("Be brief."), LlmMessage.user("hello"));
                assertThat(request.tools()).hasSize(1);
            });
        }
    }

    @Test
    void streamed_chat_completions_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            OpenAIClient client = client(server);

            checkText(streamed(client));
            checkCalls(streamed(client));
        }
    }

    private static ChatCompletion streamed(OpenAIClient client) {
        ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(CHAT)) {
            chunks.stream().forEach(chunk -> whole.accumulate(chunk.validate()));
        }
        return whole.chatCompletion();
    }

    private static void checkText(Response answer) {
        answer.validate();
        assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
        assertThat(answer.output())
                .singleElement()
                .satisfies(item -> assertThat(item.asMessage()
                                .content()
                                .getFirst()
                                .asOutputText()
                                .text())
                        .isEqualTo("one two 😀"));
        assertThat(answer.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.inputTokens()).isEqualTo(30);
            assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(10);
            assertThat(usage.outputTokensDetails().reasoningTokens()).isEqualTo(4);
        });
    }

    private static void checkCalls(Response answer) {
        answer.validate();
        assertThat(answer.output().stream()
                        .flatMap(item -> item.functionCall().stream())
                        .map(ResponseFunctionToolCall::arguments))
                .containsExactly("{\"city\":\"Oslo\"}", "{\"city\":\"Bergen\"}");
    }

    @Test
    void responses_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            OpenAIClient client = client(server);

            checkText(client.responses().create(RESPONSE));
            checkCalls(client.responses().create(RESPONSE));

            assertThat(server.calls().getFirst().request())
                    .hasValueSatisfying(request -> assertThat(request.messages())
                            .containsExactly(LlmMessage.system("Be brief."), LlmMessage.user("hello")));
        }
    }

    @Test
    void streamed_responses_are_what_the_official_client_reads() {
        try (FakeLlmServer server = server()) {
            OpenAIClient client = client(server);

            checkText(streamedResponse(client));
            checkCalls(streamedResponse(client));
        }
    }

    private static Response streamedResponse(OpenAIClient client) {
        ResponseAccumulator whole = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(RESPONSE)) {
            events.stream().forEach(event -> whole.accumulate(event.validate()));
        }
        return whole.response();
    }

    @Test
    void failures_are_what_the_official_client_takes_them_for() {
        Map<LlmException, Class<? extends Throwable>> expected = Map.of(
                new LlmException.RateLimited("slow down", Duration.ofSeconds(1)), RateLimitException.class,
                new LlmException.Unavailable("down", null), InternalServerException.class,
                new LlmException.ContextTooLong("too long"), BadRequestException.class,
                new LlmException.Authentication("no key"), UnauthorizedException.class);
        expected.forEach((failure, type) -> {
            try (FakeLlmServer server = FakeLlmServer.start(
                    FakeLlmClient.builder().fail(failure).fail(failure).build())) {
                OpenAIClient client = client(server);

                assertThatThrownBy(() -> client.chat().completions().create(CHAT))
                        .isInstanceOf(type);
                assertThatThrownBy(() -> client.responses().create(RESPONSE)).isInstanceOf(type);
            }
        });
    }
}

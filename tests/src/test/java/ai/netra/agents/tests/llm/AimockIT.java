package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import ai.netra.agents.anthropic.AnthropicClient;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.openai.OpenAiApi;
import ai.netra.agents.openai.OpenAiClient;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients of models against a server that others wrote. */
@Timeout(120)
final class AimockIT {
    private static final String FIXTURES = """
        {"fixtures": [
          {"match": {"userMessage": "hello"}, "response": {"content": "Hi, it is 你好 😀 and a little more!"}},
          {"match": {"userMessage": "weather", "hasToolResult": false},
           "response": {"content": "Let me see.", "toolCalls": [
             {"name": "get_weather", "arguments": "{\\"city\\":\\"Oslo\\"}"},
             {"name": "get_weather", "arguments": "{\\"city\\":\\"Bergen\\"}"}]}},
          {"match": {"userMessage": "weather", "hasToolResult": true}, "response": {"content": "Rain in both."}},
          {"match": {"userMessage": "limit"},
           "response": {"error": {"message": "slow down", "type": "rate_limit_error"}, "status": 429, "retryAfter": 3}},
          {"match": {"userMessage": "down"}, "response": {"error": {"message": "overloaded"}, "status": 503}},
          {"match": {"userMessage": "cut"},
           "response": {"content": "one two three four five six seven eight nine ten eleven"}, "truncateAfterChunks": 3}
        ]}
        """;

    private static final ToolSpec WEATHER = ToolSpec.of(
            "get_weather",
            "Says how the weather is.",
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"));

    /** The ways to ask a model. */
    private enum Api {
        CHAT_COMPLETIONS,
        RESPONSES,
        MESSAGES;

        LlmClient client(Aimock server) {
            return switch (this) {
                case CHAT_COMPLETIONS -> openAi(server, OpenAiApi.CHAT_COMPLETIONS);
                case RESPONSES -> openAi(server, OpenAiApi.RESPONSES);
                case MESSAGES ->
                    AnthropicClient.builder("any").baseUrl(server.url()).build();
            };
        }

        private static LlmClient openAi(Aimock server, OpenAiApi api) {
            return OpenAiClient.builder("any")
                    .baseUrl(server.url() + "/v1")
                    .api(api)
                    .build();
        }
    }

    /** Whether the answer comes at once. */
    private enum Delivery {
        WHOLE,
        STREAMED;

        LlmResponse ask(LlmClient client, LlmRequest request) throws InterruptedException {
            if (this == WHOLE) {
                return client.generate(request);
            }
            List<String> pieces = new ArrayList<>();
            LlmResponse response = client.stream(request, piece -> pieces.add(piece.text()));
            assertThat(String.join("", pieces)).isEqualTo(response.text());
            return response;
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(Api.values())
                .flatMap(api -> Stream.of(Delivery.values()).map(delivery -> Arguments.of(api, delivery)));
    }

    private static LlmException failure(Callable<?> call) {
        Throwable thrown = catchThrowable(call::call);
        assertThat(thrown).isInstanceOf(LlmException.class);
        return (LlmException) thrown;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void text_tools_and_errors_are_understood(Api api, Delivery delivery) throws IOException, InterruptedException {
        try (Aimock server = Aimock.start(FIXTURES)) {
            LlmClient client = api.client(server);

            LlmResponse hello = delivery.ask(client, LlmRequest.of("hello"));
            assertThat(hello.text()).isEqualTo("Hi, it is 你好 😀 and a little more!");
            assertThat(hello.finishReason()).isEqualTo(FinishReason.STOP);

            LlmRequest question =
                    LlmRequest.builder().user("weather?").tool(WEATHER).build();
            LlmResponse calls = delivery.ask(client, question);
            assertThat(calls.finishReason()).isEqualTo(FinishReason.TOOL_USE);
            assertThat(calls.text()).isEqualTo("Let me see.");
            assertThat(calls.toolUses())
                    .extracting(LlmPart.ToolUse::tool, LlmPart.ToolUse::argumentsJson)
                    .containsExactly(
                            tuple("get_weather", "{\"city\":\"Oslo\"}"), tuple("get_weather", "{\"city\":\"Bergen\"}"));

            List<LlmPart> answers = calls.toolUses().stream()
                    .<LlmPart>map(use -> new LlmPart.ToolAnswer(use.callId(), "\"rain\"", LlmPart.ToolAnswer.Status.OK))
                    .toList();
            LlmResponse last = delivery.ask(
                    client,
                    LlmRequest.builder()
                            .user("weather?")
                            .message(calls.message())
                            .message(new LlmMessage(LlmRole.TOOL, answers))
                            .tool(WEATHER)
                            .build());
            assertThat(last.text()).isEqualTo("Rain in both.");

            LlmException limited = failure(() -> delivery.ask(client, LlmRequest.of("limit")));
            assertThat(limited).isInstanceOf(LlmException.RateLimited.class).hasMessageContaining("slow down");
            assertThat(limited.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(3)));
            assertThat(failure(() -> delivery.ask(client, LlmRequest.of("down"))))
                    .isInstanceOf(LlmException.Unavailable.class);
            assertThat(failure(() -> delivery.ask(client, LlmRequest.of("what nobody wrote down"))))
                    .isInstanceOf(LlmException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_stream_that_is_cut_off_is_a_failure(Api api, Delivery delivery) throws IOException, InterruptedException {
        try (Aimock server = Aimock.start(FIXTURES)) {
            LlmClient client = api.client(server);

            if (delivery == Delivery.STREAMED) {
                assertThat(failure(() -> delivery.ask(client, LlmRequest.of("cut"))))
                        .isInstanceOf(LlmException.Unavailable.class);
            } else {
                assertThat(delivery.ask(client, LlmRequest.of("cut")).text()).endsWith("eleven");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void chaos_is_told_apart(Api api, Delivery delivery) throws IOException, InterruptedException {
        assertThat(inChaos(api, delivery, "--chaos-ratelimit")).isInstanceOf(LlmException.RateLimited.class);
        assertThat(inChaos(api, delivery, "--chaos-disconnect")).isInstanceOf(LlmException.Unavailable.class);
        assertThat(inChaos(api, delivery, "--chaos-drop")).isInstanceOf(LlmException.Unavailable.class);
        assertThat(inChaos(api, delivery, "--chaos-malformed")).isInstanceOf(LlmException.Unavailable.class);
    }

    private static LlmException inChaos(Api api, Delivery delivery, String kind)
            throws IOException, InterruptedException {
        try (Aimock server = Aimock.start(FIXTURES, kind, "1")) {
            return failure(() -> delivery.ask(api.client(server), LlmRequest.of("hello")));
        }
    }
}

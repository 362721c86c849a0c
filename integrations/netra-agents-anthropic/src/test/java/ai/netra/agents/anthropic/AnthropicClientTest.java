package ai.netra.agents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.HttpFault;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is Anthropic's own; what all clients promise is in the contract. */
final class AnthropicClientTest {
    private static final LlmRequest HELLO = LlmRequest.of("hello");

    private final FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
            .when("any", request -> true, FakeReply.text("hi"))
            .build());

    @AfterEach
    void close() {
        server.close();
    }

    private AnthropicClient.Builder client() {
        return AnthropicClient.builder("m").baseUrl(server.uri().toString());
    }

    private Map<?, ?> body() {
        return (Map<?, ?>) JsonCodec.standard()
                .plain(new JsonText(server.calls().getLast().body()))
                .orElseThrow();
    }

    private LlmResponse whole(String json) throws InterruptedException {
        server.next(HttpFault.status(200, "application/json", json));
        return client().build().generate(HELLO);
    }

    private LlmException failure(int status, String type, String message) {
        server.next(HttpFault.status(
                status,
                "application/json",
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}"));
        return (LlmException) catchThrowable(() -> client().build().generate(HELLO));
    }

    @Test
    void version_and_key_go_in_headers() throws InterruptedException {
        client().apiKey(ApiKey.of("ant-key-1")).build().generate(HELLO);

        assertThat(server.calls().getLast().target()).isEqualTo("/v1/messages");
        assertThat(server.calls().getLast().headers())
                .containsEntry("x-api-key", "ant-key-1")
                .containsEntry("anthropic-version", "2023-06-01")
                .doesNotContainKey("authorization");
    }

    @Test
    void an_answer_is_always_bounded() throws InterruptedException {
        client().build().generate(HELLO);
        assertThat(body().get("max_tokens")).isEqualTo(4_096L);
        client().maxOutputTokens(99).build().generate(HELLO);
        assertThat(body().get("max_tokens")).isEqualTo(99L);
        assertThatThrownBy(() -> client().maxOutputTokens(0)).isInstanceOf(InvalidDefinitionException.class);
    }

    @Test
    void messages_of_one_role_are_one_and_instructions_stand_above_all() throws InterruptedException {
        client().build()
                .generate(LlmRequest.builder()
                        .system("one")
                        .user("a")
                        .system("two")
                        .user("b")
                        .message(new LlmMessage(
                                LlmRole.ASSISTANT,
                                List.of(new LlmPart.Text(""), new LlmPart.ToolUse("t", "now", "{}"))))
                        .message(new LlmMessage(
                                LlmRole.TOOL,
                                List.of(new LlmPart.ToolAnswer("t", "\"late\"", LlmPart.ToolAnswer.Status.ERROR))))
                        .user("c")
                        .build());

        assertThat(body().get("system"))
                .isEqualTo(List.of(Map.of("type", "text", "text", "one"), Map.of("type", "text", "text", "two")));
        assertThat(body().get("messages"))
                .isEqualTo(List.of(
                        Map.of(
                                "role",
                                "user",
                                "content",
                                List.of(Map.of("type", "text", "text", "a"), Map.of("type", "text", "text", "b"))),
                        Map.of(
                                "role",
                                "assistant",
                                "content",
                                List.of(Map.of("type", "tool_use", "id", "t", "name", "now", "input", Map.of()))),
                        Map.of(
                                "role",
                                "user",
                                "content",
                                List.of(
                                        Map.of(
                                                "type",
                                                "tool_result",
                                                "tool_use_id",
                                                "t",
                                                "content",
                                                "\"late\"",
                                                "is_error",
                                                true),
                                        Map.of("type", "text", "text", "c")))));
    }

    @Test
    void a_schema_goes_without_the_bounds_that_the_api_does_not_know() throws InterruptedException {
        client().build()
                .generate(LlmRequest.builder()
                        .user("hello")
                        .responseSchema(JsonSchema.of("{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":"
                                + "\"integer\",\"minimum\":1,\"enum\":[1,2]},\"l\":{\"anyOf\":[{\"maxLength\":3},{}]}},"
                                + "\"required\":[\"minimum\"],\"additionalProperties\":false}"))
                        .build());

        assertThat(body().get("output_config"))
                .isEqualTo(Map.of(
                        "format",
                        Map.of(
                                "type",
                                "json_schema",
                                "schema",
                                Map.of(
                                        "type",
                                        "object",
                                        "properties",
                                        Map.of(
                                                "minimum",
                                                Map.of("type", "integer", "enum", List.of(1L, 2L)),
                                                "l",
                                                Map.of("anyOf", List.of(Map.of(), Map.of()))),
                                        "required",
                                        List.of("minimum"),
                                        "additionalProperties",
                                        false))));
    }

    @Test
    void stop_sequences_the_user_and_parameters_arrive() throws InterruptedException {
        client().parameter("cache_control", Map.of("type", "ephemeral"))
                .build()
                .generate(LlmRequest.builder()
                        .user("hello")
                        .stop("END")
                        .metadata("user_id", "u1")
                        .metadata("team", "a")
                        .temperature(1.5)
                        .build());

        assertThat(body().get("stop_sequences")).isEqualTo(List.of("END"));
        assertThat(body().get("metadata")).isEqualTo(Map.of("user_id", "u1"));
        assertThat(body().get("cache_control")).isEqualTo(Map.of("type", "ephemeral"));
        assertThat(body().get("temperature")).isEqualTo(1.0);
    }

    @Test
    void tokens_that_were_cached_count_as_read() throws InterruptedException {
        LlmResponse response = whole("{\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"x\"},"
            + "{\"type\":\"text\",\"text\":\"hi\"}],\"stop_reason\":\"stop_sequence\",\"usage\":{\"input_tokens\":3,"
            + "\"cache_creation_input_tokens\":20,\"cache_read_input_tokens\":100,\"output_tokens\":7}}");

        assertThat(response.usage()).isEqualTo(new LlmUsage(123, 7, 100, 0));
        assertThat(response.message().parts())
                .containsExactly(
                        new LlmPart.Opaque(
                                "anthropic", "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"x\"}"),
                        new LlmPart.Text("hi"));
    }

    @Test
    void reasons_are_told_apart() throws InterruptedException {
        Map<String, FinishReason> expected = Map.of(
                "end_turn", FinishReason.STOP,
                "tool_use", FinishReason.TOOL_USE,
                "max_tokens", FinishReason.LENGTH,
                "model_context_window_exceeded", FinishReason.LENGTH,
                "pause_turn", FinishReason.OTHER);
        for (Map.Entry<String, FinishReason> entry : expected.entrySet()) {
            assertThat(whole("{\"content\":[],\"stop_reason\":\"" + entry.getKey() + "\"}")
                            .finishReason())
                    .isEqualTo(entry.getValue());
        }
        assertThatThrownBy(() -> whole("{\"content\":[],\"stop_reason\":\"refusal\"}"))
                .isInstanceOf(LlmException.Refused.class);
    }

    @Test
    void types_say_more_than_a_status() {
        assertThat(failure(400, "invalid_request_error", "prompt is too long: 201 tokens > 200 maximum"))
                .isInstanceOf(LlmException.ContextTooLong.class)
                .hasMessageContaining("201 tokens");
        assertThat(failure(402, "billing_error", "pay")).isInstanceOf(LlmException.Authentication.class);
        assertThat(failure(413, "request_too_large", "32 MB at most")).isInstanceOf(LlmException.InvalidRequest.class);
        assertThat(failure(529, "overloaded_error", "Overloaded"))
                .isInstanceOf(LlmException.Unavailable.class)
                .hasMessage("the provider answered 529 (overloaded_error): Overloaded");
    }

    @Test
    void thinking_that_is_redacted_is_kept_in_its_place_and_sent_back() throws InterruptedException {
        String redacted = "{\"type\":\"redacted_thinking\",\"data\":\"c2ln\"}";
        LlmResponse response = whole("{\"content\":[{\"type\":\"text\",\"text\":\"Let me see.\"}," + redacted
                + ",{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"t\",\"input\":{}}],\"stop_reason\":\"tool_use\"}");
        server.next(HttpFault.status(200, "application/json", "{\"content\":[],\"stop_reason\":\"end_turn\"}"));
        client().build()
                .generate(LlmRequest.builder()
                        .user("hello")
                        .message(response.message())
                        .build());

        assertThat(response.message().parts().get(1)).isEqualTo(new LlmPart.Opaque("anthropic", redacted));
        assertThat(server.calls().getLast().body()).containsSubsequence("Let me see.", redacted, "\"tool_use\"");
    }
}

package ai.netra.agents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpSettings;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.HttpFault;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is OpenAI's own; what all clients promise is in the contract. */
final class OpenAiClientTest {
    private static final LlmRequest HELLO = LlmRequest.of("hello");

    private final FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
            .when("any", request -> true, FakeReply.text("hi"))
            .build());

    @AfterEach
    void close() {
        server.close();
    }

    private OpenAiClient.Builder client() {
        return OpenAiClient.builder("m").baseUrl(server.uri() + "/v1");
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

    private LlmResponse streamed(OpenAiApi api, String... events) throws InterruptedException {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append("data: ").append(event).append("\n\n");
        }
        server.next(HttpFault.status(200, "text/event-stream", body.toString()));
        return client().api(api).build().stream(HELLO, piece -> {});
    }

    private LlmException failure(int status, String json) {
        server.next(HttpFault.status(status, "application/json", json));
        return (LlmException) catchThrowable(() -> client().build().generate(HELLO));
    }

    // Where it goes, and with which key

    @Test
    void azure_is_a_base_url_a_query_and_a_header() throws InterruptedException {
        LlmClient azure = OpenAiClient.builder("gpt-5-mini")
                .baseUrl(server.uri() + "/openai/deployments/my-deployment")
                .query("api-version", "2024-10-21")
                .keyHeader("api-key")
                .apiKey(ApiKey.of("azure-key-123"))
                .tokenLimitName("max_completion_tokens")
                .build();

        azure.generate(LlmRequest.builder().user("hello").maxOutputTokens(5).build());

        FakeLlmServer.Call call = server.calls().getLast();
        assertThat(call.target())
                .isEqualTo("/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21");
        assertThat(call.headers()).containsEntry("api-key", "azure-key-123").doesNotContainKey("authorization");
        assertThat(body().get("max_completion_tokens")).isEqualTo(5L);
    }

    @Test
    void to_another_base_url_no_key_goes_unless_it_is_given() throws InterruptedException {
        client().build().generate(HELLO);

        assertThat(server.calls().getLast().headers()).doesNotContainKey("authorization");
    }

    @Test
    void the_key_is_asked_for_at_each_call() throws InterruptedException {
        List<String> keys = new ArrayList<>(List.of("key-one-1", "key-two-2"));
        LlmClient client =
                client().apiKey(ApiKey.from(() -> keys.removeFirst())).build();

        client.generate(HELLO);
        client.generate(HELLO);

        assertThat(server.calls())
                .extracting(call -> call.headers().get("authorization"))
                .containsExactly("Bearer key-one-1", "Bearer key-two-2");
    }

    @Test
    void headers_of_the_settings_go_with_every_call() throws InterruptedException {
        client().http(HttpSettings.defaults().header("OpenAI-Project", "p1"))
                .build()
                .generate(HELLO);

        assertThat(server.calls().getLast().headers()).containsEntry("openai-project", "p1");
    }

    @Test
    void base_urls_that_are_none_are_refused_without_showing_them() {
        for (String url : List.of(
                "ftp://host/v1", "host/v1", "https://user:secret@host/v1", "https://host/v1?key=secret", "http:// x")) {
            assertThatThrownBy(() -> OpenAiClient.builder("m").baseUrl(url).build())
                    .as(url)
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("base URL")
                    .hasMessageNotContaining("secret");
        }
        assertThat(OpenAiClient.builder("m").baseUrl("https://host/v1/").build().toString())
                .contains("https://host/v1/chat/completions", "model m");
    }

    // What is asked

    @Test
    void a_bound_has_the_older_name_at_other_servers() throws InterruptedException {
        client().build()
                .generate(LlmRequest.builder().user("hello").maxOutputTokens(5).build());

        assertThat(body().get("max_tokens")).isEqualTo(5L);
    }

    @Test
    void parameters_are_added_and_stand_in_for_what_the_client_writes() throws InterruptedException {
        for (OpenAiApi api : OpenAiApi.values()) {
            client().api(api)
                    .parameter("parallel_tool_calls", false)
                    .parameter("model", "another")
                    .parameter("reasoning", Map.of("effort", "low"))
                    .build()
                    .generate(HELLO);

            assertThat(body().get("parallel_tool_calls")).isEqualTo(false);
            assertThat(body().get("model")).isEqualTo("another");
            assertThat(body().get("reasoning")).isEqualTo(Map.of("effort", "low"));
        }
    }

    @Test
    void stop_sequences_go_to_chat_completions_and_are_refused_for_responses() throws InterruptedException {
        LlmRequest request = LlmRequest.builder().user("hello").stop("END").build();

        client().build().generate(request);

        assertThat(body().get("stop")).isEqualTo(List.of("END"));
        assertThatThrownBy(() -> client().api(OpenAiApi.RESPONSES).build().generate(request))
                .isInstanceOf(LlmException.InvalidRequest.class)
                .hasMessageContaining("stop sequences");
    }

    @Test
    void metadata_goes_where_the_api_keeps_it() throws InterruptedException {
        LlmRequest request =
                LlmRequest.builder().user("hello").metadata("team", "a").build();

        client().build().generate(request);
        assertThat(body().get("metadata")).isNull();
        client().parameter("store", true).build().generate(request);
        assertThat(body().get("metadata")).isEqualTo(Map.of("team", "a"));
        client().api(OpenAiApi.RESPONSES).build().generate(request);
        assertThat(body().get("metadata")).isEqualTo(Map.of("team", "a"));
        assertThat(body().get("store")).isEqualTo(false);
    }

    @Test
    void a_schema_is_strict_where_openai_takes_it_so() {
        record Point(int x, Optional<String> name) {}
        record Line(List<Integer> points, String name) {}
        assertThat(StrictSchema.isStrict(JsonCodec.standard().schema(Line.class)))
                .isTrue();
        assertThat(StrictSchema.isStrict(JsonCodec.standard().schema(Point.class)))
                .isFalse();
        for (String other : List.of(
                "{",
                "[]",
                "{}",
                "{\"type\":\"string\"}",
                "{\"type\":\"object\",\"properties\":{}}",
                "{\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"minimum\":1}},\"required\":[\"a\"],\"additionalProperties\":false}",
                "{\"type\":\"object\",\"properties\":5,\"additionalProperties\":false}")) {
            assertThat(StrictSchema.isStrict(JsonSchema.of(other))).as(other).isFalse();
        }
    }

    // What is answered

    @Test
    void codes_say_more_than_a_status() {
        assertThat(
                        failure(
                                429,
                                "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"))
                .isInstanceOf(LlmException.Authentication.class)
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
        assertThat(failure(400, "{\"error\":{\"message\":\"long\",\"code\":\"context_length_exceeded\"}}"))
                .isInstanceOf(LlmException.ContextTooLong.class);
        assertThat(failure(
                        400,
                        "{\"object\":\"error\",\"message\":\"This model's maximum context length is 4096 tokens.\","
                                + "\"type\":\"BadRequestError\",\"code\":400}"))
                .isInstanceOf(LlmException.ContextTooLong.class)
                .hasMessageContaining("4096");
        assertThat(failure(400, "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\",\"status\":400}}"))
                .isInstanceOf(LlmException.Refused.class);
        assertThat(
                        failure(
                                404,
                                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}"))
                .isInstanceOf(LlmException.InvalidRequest.class)
                .hasMessage("the provider answered 404 (model_not_found): no");
        assertThat(
                        failure(
                                401,
                                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}"))
                .isInstanceOf(LlmException.Authentication.class);
        assertThat(failure(404, "{\"error\":\"model 'm' not found\"}"))
                .hasMessage("the provider answered 404: model 'm' not found");
    }

    @Test
    void an_error_with_status_200_is_an_error() {
        assertThatThrownBy(
                        () -> whole("{\"error\":{\"message\":\"busy\",\"code\":429,\"type\":\"rate_limit_exceeded\"}}"))
                .isInstanceOf(LlmException.RateLimited.class)
                .hasMessage("the provider reported a failure (429): busy");
    }

    @Test
    void an_answer_that_a_filter_held_back_is_a_refusal() {
        assertThatThrownBy(() -> whole(
                        "{\"choices\":[{\"message\":{\"content\":\"so f\"},\"finish_reason\":\"content_filter\"}]}"))
                .isInstanceOf(LlmException.Refused.class);
        assertThatThrownBy(() -> streamed(
                        OpenAiApi.RESPONSES,
                        "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                                + "\"incomplete_details\":{\"reason\":\"content_filter\"}}}"))
                .isInstanceOf(LlmException.Refused.class);
    }

    @Test
    void what_servers_leave_out_or_set_to_null_is_none() throws InterruptedException {
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":\"hi\",\"tool_calls\":null,\"refusal\":null},"
                        + "\"finish_reason\":null}],\"usage\":null,\"error\":null}"))
                .isEqualTo(new LlmResponse(LlmMessage.assistant("hi"), FinishReason.STOP, LlmUsage.NONE, "m"));
        assertThat(whole("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[null,{\"id\":\"\","
                                + "\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]},\"finish_reason\":\"stop\"}]}")
                        .toolUses())
                .containsExactly(new LlmPart.ToolUse("call-1", "now", "{}"));
    }

    @Test
    void calls_that_a_server_all_numbers_zero_are_told_apart_by_their_ids() throws InterruptedException {
        String call = "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"%s\",\"function\":"
                + "{\"name\":\"now\",\"arguments\":\"%s\"}}]}}]}";

        LlmResponse response = streamed(
                OpenAiApi.CHAT_COMPLETIONS,
                call.formatted("a", "{\\\"n\\\":"),
                call.formatted("a", "1}"),
                call.formatted("b", "{}"),
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");

        assertThat(response.toolUses())
                .containsExactly(new LlmPart.ToolUse("a", "now", "{\"n\":1}"), new LlmPart.ToolUse("b", "now", "{}"));
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_USE);
    }

    @Test
    void a_stream_with_a_reason_for_its_end_needs_no_done() throws InterruptedException {
        assertThat(streamed(
                                OpenAiApi.CHAT_COMPLETIONS,
                                "{\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"length\"}]}")
                        .finishReason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_response_that_failed_in_the_middle_of_its_stream_is_its_error() {
        assertThatThrownBy(() -> streamed(
                        OpenAiApi.RESPONSES,
                        "{\"type\":\"response.output_text.delta\",\"delta\":\"so f\"}",
                        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\","
                                + "\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}}"))
                .isInstanceOf(LlmException.RateLimited.class)
                .hasMessage("the provider reported a failure (rate_limit_exceeded): slow");
    }

    /** Its id alone means nothing, as nothing is stored there. */
    @Test
    void reasoning_that_cannot_be_sent_back_is_left_out() throws InterruptedException {
        String bare = "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[]}";
        String sealed = "{\"id\":\"rs_2\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"c2ln\"}";
        LlmResponse response = streamed(
                OpenAiApi.RESPONSES,
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + bare + "}",
                "{\"type\":\"response.output_item.done\",\"output_index\":1,\"item\":" + sealed + "}",
                "{\"type\":\"response.output_text.delta\",\"output_index\":2,\"delta\":\"hi\"}",
                "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}");

        assertThat(response.message().parts())
                .containsExactly(new LlmPart.Opaque("openai", sealed), new LlmPart.Text("hi"));
    }
}

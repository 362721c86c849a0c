package ai.netra.agents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
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
import ai.netra.agents.tool.ToolSpec;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With the models of LangChain4j themselves, over HTTP. */
@Timeout(60)
class LangChain4jClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final LlmRequest HELLO = LlmRequest.of("hello there");
    private static final ToolSpec WEATHER = ToolSpec.of(
            "get_weather",
            "Says how the weather is.",
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"minLength\":2},"
                    + "\"at\":{\"$ref\":\"#/$defs/time\"}},\"required\":[\"city\"],\"additionalProperties\":false,"
                    + "\"$defs\":{\"time\":{\"type\":\"string\",\"format\":\"date-time\"}}}"));
    private static final LlmPart.ToolUse OSLO = new LlmPart.ToolUse("a", "get_weather", "{\"city\":\"Oslo\"}");
    private static final LlmPart.ToolUse BERGEN = new LlmPart.ToolUse("b", "get_weather", "{\"city\":\"Bergen\"}");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    /** Whose model it is, and how it is asked. */
    enum Model {
        OPENAI,
        OPENAI_STREAMED,
        ANTHROPIC,
        ANTHROPIC_STREAMED;

        boolean isStreamed() {
            return this == OPENAI_STREAMED || this == ANTHROPIC_STREAMED;
        }

        LlmClient at(String uri) {
            Capability schema = Capability.RESPONSE_FORMAT_JSON_SCHEMA;
            return switch (this) {
                case OPENAI ->
                    LangChain4jClient.of(OpenAiChatModel.builder()
                            .baseUrl(uri + "/v1")
                            .apiKey("key")
                            .modelName("default-model")
                            .supportedCapabilities(schema)
                            .timeout(PATIENCE)
                            .maxRetries(0)
                            .build());
                case OPENAI_STREAMED ->
                    streamed(OpenAiStreamingChatModel.builder()
                            .baseUrl(uri + "/v1")
                            .apiKey("key")
                            .modelName("default-model")
                            .defaultRequestParameters(dev.langchain4j.model.openai.OpenAiChatRequestParameters.builder()
                                    .modelName("default-model")
                                    .build())
                            .timeout(PATIENCE)
                            .build());
                case ANTHROPIC ->
                    LangChain4jClient.of(AnthropicChatModel.builder()
                            .baseUrl(uri + "/v1")
                            .apiKey("key")
                            .modelName("default-model")
                            .supportedCapabilities(schema)
                            .returnThinking(true)
                            .sendThinking(true)
                            .timeout(PATIENCE)
                            .maxRetries(0)
                            .build());
                case ANTHROPIC_STREAMED ->
                    streamed(AnthropicStreamingChatModel.builder()
                            .baseUrl(uri + "/v1")
                            .apiKey("key")
                            .modelName("default-model")
                            .returnThinking(true)
                            .sendThinking(true)
                            .timeout(PATIENCE)
                            .build());
            };
        }

        private static LlmClient streamed(StreamingChatModel model) {
            return LangChain4jClient.builder(model).build();
        }
    }

    private FakeLlmServer replying(FakeReply... replies) {
        FakeLlmClient.Builder script = FakeLlmClient.builder();
        Arrays.stream(replies).forEach(script::reply);
        FakeLlmServer server = FakeLlmServer.start(script.build());
        opened.add(server);
        return server;
    }

    private static LlmClient client(Model model, FakeLlmServer server) {
        return model.at(server.uri().toString());
    }

    private static LlmRequest arrived(FakeLlmServer server) {
        return server.calls().getLast().request().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void a_text_is_answered_with_its_reason_tokens_and_model(Model model) throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("hi").usage(LlmUsage.of(20, 5)));
        LlmClient client = client(model, server);

        assertThat(client.defaultModel()).contains("default-model");
        assertThat(client.generate(HELLO))
                .isEqualTo(new LlmResponse(LlmMessage.assistant("hi"), FinishReason.STOP, LlmUsage.of(20, 5), "fake"));
        assertThat(arrived(server).model()).contains("default-model");
    }

    @ParameterizedTest
    @EnumSource
    void pieces_are_handed_on_on_the_callers_thread_and_add_up(Model model) throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.stream("One, ", "two, ", "na\u00EFve \uD83D\uDE00."));
        List<String> pieces = new ArrayList<>();
        Thread caller = Thread.currentThread();

        LlmResponse whole = client(model, server).stream(HELLO, piece -> {
            assertThat(Thread.currentThread()).isSameAs(caller);
            pieces.add(piece.text());
        });

        assertThat(whole.text()).isEqualTo("One, two, na\u00EFve \uD83D\uDE00.").isEqualTo(String.join("", pieces));
        assertThat(pieces).hasSize(model.isStreamed() ? 3 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void a_conversation_with_tools_and_images_arrives_as_it_was(Model model) throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("fine"));
        LlmMessage picture = new LlmMessage(
                LlmRole.USER, List.of(new LlmPart.Text("And this?"), new LlmPart.Image("image/png", "AAAA")));
        List<LlmMessage> talk = List.of(
                LlmMessage.system("Be brief."),
                LlmMessage.user("Oslo, Bergen?"),
                new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.Text("Let me see."), OSLO, BERGEN)),
                new LlmMessage(
                        LlmRole.TOOL,
                        List.of(
                                new LlmPart.ToolAnswer("a", "\"rain\"", LlmPart.ToolAnswer.Status.OK),
                                new LlmPart.ToolAnswer("b", "\"sun\"", LlmPart.ToolAnswer.Status.OK))),
                LlmMessage.assistant("Rain and sun."),
                picture);
        LlmRequest.Builder request = LlmRequest.builder()
                .tool(WEATHER)
                .model("other")
                .temperature(0.5)
                .topP(0.25)
                .maxOutputTokens(77)
                .stop("END");
        talk.forEach(request::message);

        client(model, server).generate(request.build());

        LlmRequest arrived = arrived(server);
        assertThat(parts(arrived.messages())).isEqualTo(parts(talk));
        assertThat(arrived.model()).contains("other");
        assertThat(arrived.temperature()).hasValue(0.5);
        assertThat(arrived.topP()).hasValue(0.25);
        assertThat(arrived.stop()).containsExactly("END");
        assertThat(server.calls().getLast().body()).contains("77");
    }

    private static List<LlmPart> parts(List<LlmMessage> messages) {
        return messages.stream().flatMap(message -> message.parts().stream()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void tools_are_offered_with_their_schemas_and_called_several_at_once(Model model) throws InterruptedException {
        LlmResponse calls = new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.Text("Let me see."), OSLO, BERGEN)),
                FinishReason.TOOL_USE,
                LlmUsage.of(10, 5),
                "fake");
        FakeLlmServer server = replying(FakeReply.response(calls));

        LlmResponse response = client(model, server)
                .generate(
                        LlmRequest.builder().user("Oslo, Bergen?").tool(WEATHER).build());

        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_USE);
        assertThat(response.text()).isEqualTo("Let me see.");
        assertThat(response.toolUses().stream().map(LangChain4jClientTest::packed))
                .containsExactly(OSLO, BERGEN);
        ToolSpec offered = arrived(server).tools().getFirst();
        assertThat(offered.name()).isEqualTo("get_weather");
        assertThat(offered.description()).isEqualTo("Says how the weather is.");
        assertThat(offered.arguments().text())
                .contains("\"city\":{\"type\":\"string\",\"minLength\":2}", "\"required\":[\"city\"]", "#/$defs/time");
    }

    /** Anthropic's of LangChain4j writes arguments on several lines. */
    private static LlmPart.ToolUse packed(LlmPart.ToolUse use) {
        return new LlmPart.ToolUse(use.callId(), use.tool(), use.argumentsJson().replaceAll("\\s", ""));
    }

    @ParameterizedTest
    @EnumSource
    void arguments_that_are_not_json_do_not_keep_a_conversation_from_going_on(Model model) throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("sorry"));

        assertThat(client(model, server)
                        .generate(LlmRequest.builder()
                                .user("Oslo?")
                                .message(new LlmMessage(
                                        LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("a", "get_weather", "{\"ci"))))
                                .message(new LlmMessage(
                                        LlmRole.TOOL,
                                        List.of(new LlmPart.ToolAnswer(
                                                "a", "\"not JSON\"", LlmPart.ToolAnswer.Status.ERROR))))
                                .build())
                        .text())
                .isEqualTo("sorry");
    }

    @ParameterizedTest
    @EnumSource
    void the_schema_of_the_answer_arrives_natively_where_the_model_can_and_as_an_instruction_else(Model model)
            throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("{\"n\":1}"));
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
                + "\"required\":[\"n\"],\"additionalProperties\":false}");

        client(model, server)
                .generate(LlmRequest.builder()
                        .system("Be brief.")
                        .user("a number")
                        .responseSchema(schema)
                        .build());

        LlmRequest arrived = arrived(server);
        if (arrived.responseSchema().isPresent()) {
            assertThat(arrived.responseSchema().get().text()).contains("\"n\":{\"type\":\"integer\"}");
        } else {
            assertThat(arrived.messages().getFirst().text())
                    .startsWith("Answer with nothing but JSON that fits this JSON Schema: {\"type\":\"object\"");
        }
        assertThat(arrived.responseSchema().isPresent()).isEqualTo(!model.isStreamed());
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_was_cut_says_so(Model model) throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.response(new LlmResponse(
                LlmMessage.assistant("It was a dark"), FinishReason.LENGTH, LlmUsage.of(1, 5), "fake")));

        assertThat(client(model, server).generate(HELLO).finishReason()).isEqualTo(FinishReason.LENGTH);
    }

    static Stream<LlmException> kinds() {
        return Stream.of(
                new LlmException.RateLimited("slow down"),
                new LlmException.Unavailable("down", null),
                new LlmException.DeadlinePassed("took too long", null),
                new LlmException.InvalidRequest("no such thing"),
                new LlmException.ContextTooLong("maximum context length is 9"),
                new LlmException.Authentication("no such key"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_failure_that_is_reported_is_what_it_was(LlmException failure) {
        for (Model model : Model.values()) {
            FakeLlmServer server = replying(FakeReply.failure(failure));

            assertThat(catchThrowable(() -> client(model, server).generate(HELLO)))
                    .as("%s of %s", failure, model)
                    .isInstanceOf(failure.getClass())
                    .hasMessageContaining(failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_message_has_the_prompt_in_it(Model model) {
        String prompt = "the launch code is 0000-1111-2222";
        FakeLlmServer server =
                replying(FakeReply.failure(new LlmException.InvalidRequest("cannot read: " + prompt + " here")));

        assertThat(catchThrowable(() -> client(model, server).generate(LlmRequest.of(prompt))))
                .isInstanceOf(LlmException.InvalidRequest.class)
                .hasMessage("cannot read: \u2026 here")
                .hasNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_was_not_made_cost_nothing(Model model) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        LlmClient client = model.at("http://127.0.0.1:" + port);

        assertThat(catchThrowable(() -> client.generate(HELLO)))
                .isInstanceOfSatisfying(
                        LlmException.Unavailable.class,
                        failure -> assertThat(failure.isUnspent()).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_breaks_is_told(Model model) {
        FakeLlmServer server = replying();
        server.next(HttpFault.reset());

        assertThat(catchThrowable(() -> client(model, server).generate(HELLO)))
                .isInstanceOfSatisfying(
                        LlmException.Unavailable.class,
                        failure -> assertThat(failure.isUnspent()).isFalse());
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupt_before_the_answer_ends_the_call(Model model) throws Exception {
        FakeLlmServer server = replying();
        server.next(HttpFault.silence());
        LlmClient client = client(model, server);
        FutureTask<LlmResponse> call = new FutureTask<>(() -> client.generate(HELLO));
        Thread caller = Thread.ofVirtual().start(call);
        assertThat(server.awaitCall(PATIENCE)).isTrue();
        caller.interrupt();

        assertThat(catchThrowable(() -> call.get(10, TimeUnit.SECONDS))).hasCauseInstanceOf(InterruptedException.class);
        if (!model.isStreamed()) {
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_STREAMED", "ANTHROPIC_STREAMED"})
    void an_interrupt_in_the_middle_of_a_stream_closes_the_connection(Model model) throws Exception {
        String[] many = Stream.generate(() -> "piece ").limit(50_000).toArray(String[]::new);
        FakeLlmServer server = replying(FakeReply.stream(many));
        LlmClient client = client(model, server);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        FutureTask<LlmResponse> call = new FutureTask<>(() -> client.stream(HELLO, piece -> {
            first.countDown();
            try {
                never.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }));
        Thread caller = Thread.ofVirtual().start(call);
        first.await();
        caller.interrupt();

        assertThat(catchThrowable(() -> call.get(10, TimeUnit.SECONDS))).hasCauseInstanceOf(InterruptedException.class);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI_STREAMED", "ANTHROPIC_STREAMED"})
    void what_takes_the_pieces_may_end_the_call(Model model) throws InterruptedException {
        String[] many = Stream.generate(() -> "piece ").limit(50_000).toArray(String[]::new);
        FakeLlmServer server = replying(FakeReply.stream(many));
        IllegalStateException enough = new IllegalStateException("enough");

        assertThat(catchThrowable(() -> client(model, server).stream(HELLO, piece -> {
                    throw enough;
                })))
                .isSameAs(enough);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    @Test
    void a_stream_that_says_nothing_is_given_up_at_the_deadline() {
        StreamingChatModel silent = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {}
        };
        LlmClient client = LangChain4jClient.builder(silent)
                .deadline(Duration.ofMillis(50))
                .build();

        assertThat(catchThrowable(() -> client.generate(HELLO)))
                .isInstanceOf(LlmException.DeadlinePassed.class)
                .hasMessage("no whole answer within PT0.05S");
    }

    @Test
    void an_interrupted_thread_asks_nothing_and_says_that_it_cost_nothing() {
        FakeLlmServer server = replying();
        for (Model model : Model.values()) {
            LlmClient client = client(model, server);
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowable(() -> client.generate(HELLO));

            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(thrown.getSuppressed())
                    .hasOnlyElementsOfType(LlmException.Unavailable.class)
                    .hasSize(1);
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(server.calls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANTHROPIC", "ANTHROPIC_STREAMED"})
    void thinking_goes_back_to_the_provider_that_made_it(Model model) throws InterruptedException {
        LlmPart thinking = new LlmPart.Opaque(
                "anthropic", "{\"type\":\"thinking\",\"thinking\":\"Rain?\",\"signature\":\"c2ln\"}");
        FakeLlmServer server = replying(
                FakeReply.response(new LlmResponse(
                        new LlmMessage(LlmRole.ASSISTANT, List.of(thinking, OSLO)),
                        FinishReason.TOOL_USE,
                        LlmUsage.of(1, 2),
                        "fake")),
                FakeReply.text("Rain."));
        LlmClient client = client(model, server);
        LlmResponse first =
                client.generate(LlmRequest.builder().user("Oslo?").tool(WEATHER).build());
        client.generate(LlmRequest.builder()
                .user("Oslo?")
                .message(first.message())
                .message(new LlmMessage(
                        LlmRole.TOOL, List.of(new LlmPart.ToolAnswer("a", "\"rain\"", LlmPart.ToolAnswer.Status.OK))))
                .tool(WEATHER)
                .build());

        assertThat(arrived(server).messages().get(1).parts()).contains(thinking, OSLO);
    }

    @Test
    void what_a_model_leaves_out_is_none() throws InterruptedException {
        ChatModel bare = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("hi"))
                        .tokenUsage(new TokenUsage())
                        .build();
            }
        };

        assertThat(LangChain4jClient.of(bare).defaultModel()).isEqualTo(Optional.empty());
        assertThat(LangChain4jClient.of(bare).generate(HELLO.withModel("m")))
                .isEqualTo(new LlmResponse(LlmMessage.assistant("hi"), FinishReason.OTHER, LlmUsage.NONE, "m"));
    }

    @Test
    void a_mistake_in_a_model_is_not_taken_for_the_providers() {
        ChatModel broken = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                throw new IllegalStateException("a bug");
            }
        };

        assertThatThrownBy(() -> LangChain4jClient.of(broken).generate(HELLO))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        ChatModel any = new ChatModel() {};

        assertThatThrownBy(() -> LangChain4jClient.builder(any).deadline(Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("deadline of a LangChain4j client is PT0S; use a positive duration of a year at most");
    }
}

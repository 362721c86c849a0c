package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link LlmClient} that goes over HTTP promises, as numbered tests against a {@link FakeLlmServer}. A test class of a client extends this
 * one:
 *
 * <pre>{@code
 * class AcmeClientTest extends LlmClientContract {
 *     @Override
 *     protected LlmClient newClient(Setup setup) {
 *         return AcmeClient.builder("default-model").baseUrl(setup.server() + "/v1").apiKey(setup.key())…build();
 *     }
 * }
 * }</pre>
 *
 * <p>Long, as it is one list with little between its items.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(120)
public abstract class LlmClientContract {
    private static final String KEY = "key-0123456789-abcdefghijklmnop";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(800);
    private static final long ROOM = 1 << 20;
    private static final String STRANGE =
            "na\u00EFve \u4F60\u597D \uD83D\uDE00\uD83C\uDFFD \"quoted\" \\ \n\t\u2028 end";
    private static final LlmRequest HELLO = LlmRequest.of("hello there");
    private static final ToolSpec WEATHER = ToolSpec.of(
            "get_weather",
            "Says how the weather is.",
            JsonSchema.of(
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}"));
    private static final LlmPart.ToolUse CALLING = new LlmPart.ToolUse("c1", "get_weather", "{\"city\":\"Bonn\"}");
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** For subclasses. */
    protected LlmClientContract() {}

    /**
     * How a client is to be.
     *
     * @param server where the server listens, without a path
     * @param key the key to send
     * @param deadline the time of a call
     * @param maxResponseBytes the longest answer
     * @param proxy the proxy to go through, where there is one
     */
    public record Setup(
            URI server, String key, Duration deadline, long maxResponseBytes, Optional<InetSocketAddress> proxy) {}

    /** A client whose default model is {@code default-model}. */
    protected abstract LlmClient newClient(Setup setup);

    /** A part that only the provider reads, as the provider writes it, where the client keeps such parts; none by default. */
    protected Optional<LlmPart.Opaque> opaquePart() {
        return Optional.empty();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    private FakeLlmServer server(FakeLlmClient script) {
        FakeLlmServer server = FakeLlmServer.start(script);
        opened.add(server);
        return server;
    }

    private FakeLlmServer replying(FakeReply... replies) {
        FakeLlmClient.Builder script = FakeLlmClient.builder();
        Arrays.stream(replies).forEach(script::reply);
        return server(script.build());
    }

    /** A server with no script, for calls that go wrong below it. */
    private FakeLlmServer broken(HttpFault... faults) {
        FakeLlmServer server = replying();
        Arrays.stream(faults).forEach(server::next);
        return server;
    }

    private LlmClient client(FakeLlmServer server) {
        return client(server, PATIENCE);
    }

    private LlmClient client(FakeLlmServer server, Duration deadline) {
        return newClient(new Setup(server.uri(), KEY, deadline, ROOM, Optional.empty()));
    }

    /** A client that gives up soon. Another one goes before, as the first call of a process takes its time. */
    private LlmClient hurried(FakeLlmServer server) throws InterruptedException {
        client(replying(FakeReply.text("warm"))).generate(HELLO);
        return client(server, SHORT);
    }

    private static LlmRequest arrived(FakeLlmServer server) {
        return server.calls().getLast().request().orElseThrow();
    }

    /** A way to ask: whole or streamed. */
    private interface Way {
        LlmResponse ask(LlmClient client, LlmRequest request) throws InterruptedException;
    }

    private static final Map<String, Way> WAYS =
            Map.of("whole", LlmClient::generate, "streamed", (client, request) -> client.stream(request, piece -> {}));

    /** What a call throws that goes wrong in this way, asked both ways. */
    private List<LlmException> failures(HttpFault fault) {
        return WAYS.values().stream()
                .map(way -> {
                    FakeLlmServer server = broken(fault);
                    return failure(() -> way.ask(client(server), HELLO));
                })
                .toList();
    }

    private static LlmException failure(Callable<?> call) {
        Throwable thrown = catchThrowable(call::call);
        assertThat(thrown).isInstanceOf(LlmException.class);
        return (LlmException) thrown;
    }

    private static List<LlmException> kinds() {
        return List.of(
                new LlmException.RateLimited("slow down", Duration.ofMillis(1_500)),
                new LlmException.RateLimited("slow down"),
                LlmException.Unavailable.withRetryAfter("overloaded", Duration.ofSeconds(3)),
                new LlmException.Unavailable("down", null),
                new LlmException.DeadlinePassed("took too long", null),
                new LlmException.InvalidRequest("no such thing"),
                new LlmException.ContextTooLong("9 tokens more than there may be"),
                new LlmException.Refused("not that"),
                new LlmException.Authentication("no such key"));
    }

    /** Runs a call on a thread of its own. */
    private static <T> Running<T> running(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        return new Running<>(task, Thread.ofVirtual().start(task));
    }

    private record Running<T>(FutureTask<T> task, Thread thread) {
        Throwable interrupt() throws Exception {
            thread.interrupt();
            return Objects.requireNonNull(
                    catchThrowable(() -> task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .getCause(),
                    "the call went on");
        }
    }

    // Whole answers

    @Test
    void c01_a_text_is_answered_with_its_reason_tokens_and_model() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("hi").usage(new LlmUsage(20, 5, 8, 0)));

        LlmResponse response = client(server).generate(HELLO);

        assertThat(response)
                .isEqualTo(new LlmResponse(
                        LlmMessage.assistant("hi"), FinishReason.STOP, new LlmUsage(20, 5, 8, 0), "fake"));
    }

    @Test
    void c02_text_comes_as_it_was_written() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text(STRANGE));

        assertThat(client(server).generate(LlmRequest.of(STRANGE)).text()).isEqualTo(STRANGE);
        assertThat(arrived(server).messages()).containsExactly(LlmMessage.user(STRANGE));
    }

    @Test
    void c03_a_conversation_arrives_as_it_was() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("fine"));
        List<LlmMessage> talk = List.of(
                LlmMessage.system("Be brief."),
                LlmMessage.user("How are you?"),
                LlmMessage.assistant("And you?"),
                LlmMessage.user("Well."));
        LlmRequest.Builder request = LlmRequest.builder();
        talk.forEach(request::message);

        client(server).generate(request.build());

        assertThat(arrived(server).messages()).isEqualTo(talk);
    }

    @Test
    void c04_an_image_arrives_beside_text() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("a cat"));
        LlmMessage message = new LlmMessage(
                LlmRole.USER,
                List.of(new LlmPart.Text("What is this?"), new LlmPart.Image("image/png", "iVBORw0KGgo=")));

        client(server).generate(LlmRequest.builder().message(message).build());

        assertThat(arrived(server).messages()).containsExactly(message);
    }

    @Test
    void c05_a_tool_is_offered_and_called() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.toolUse("get_weather", "{\"city\":\"Oslo\"}"));

        LlmResponse response = client(server)
                .generate(LlmRequest.builder().user("Oslo?").tool(WEATHER).build());

        assertThat(arrived(server).tools()).containsExactly(WEATHER);
        assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_USE);
        assertThat(response.toolUses())
                .containsExactly(new LlmPart.ToolUse("call-1", "get_weather", "{\"city\":\"Oslo\"}"));
        assertThat(response.text()).isEmpty();
    }

    private static LlmResponse twoCallsAfterText() {
        return new LlmResponse(
                new LlmMessage(
                        LlmRole.ASSISTANT,
                        List.of(
                                new LlmPart.Text("Let me see."),
                                new LlmPart.ToolUse("a", "get_weather", "{\"city\":\"Oslo\"}"),
                                new LlmPart.ToolUse("b", "get_weather", "{\"city\":\"Bergen \uD83C\uDF27\"}"),
                                new LlmPart.ToolUse("c", "now", "{}"))),
                FinishReason.TOOL_USE,
                LlmUsage.of(7, 9),
                "fake");
    }

    @Test
    void c06_several_calls_at_once_come_in_order_after_the_text() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.response(twoCallsAfterText()));

        assertThat(client(server).generate(HELLO)).isEqualTo(twoCallsAfterText());
    }

    @Test
    void c07_calls_and_what_tools_answered_arrive_as_they_were() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("Both are fine."));
        LlmMessage answers = new LlmMessage(
                LlmRole.TOOL,
                List.of(
                        new LlmPart.ToolAnswer("a", "{\"sky\":\"clear\"}", LlmPart.ToolAnswer.Status.OK),
                        new LlmPart.ToolAnswer("b", "\"rain\"", LlmPart.ToolAnswer.Status.OK),
                        new LlmPart.ToolAnswer("c", "12", LlmPart.ToolAnswer.Status.OK)));

        client(server)
                .generate(LlmRequest.builder()
                        .user("Oslo, Bergen?")
                        .message(twoCallsAfterText().message())
                        .message(answers)
                        .build());

        List<LlmMessage> messages = arrived(server).messages();
        assertThat(messages.subList(0, 2))
                .containsExactly(
                        LlmMessage.user("Oslo, Bergen?"), twoCallsAfterText().message());
        assertThat(messages.subList(2, messages.size()).stream()
                        .flatMap(message -> message.parts().stream())
                        .toList())
                .isEqualTo(answers.parts());
    }

    @Test
    void c08_arguments_that_are_not_json_do_not_keep_a_conversation_from_going_on() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("sorry"));
        LlmMessage unreadable =
                new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("a", "get_weather", "{\"city\":")));
        LlmMessage answer = new LlmMessage(
                LlmRole.TOOL, List.of(new LlmPart.ToolAnswer("a", "\"not JSON\"", LlmPart.ToolAnswer.Status.ERROR)));

        assertThat(client(server)
                        .generate(LlmRequest.builder()
                                .user("Oslo?")
                                .message(unreadable)
                                .message(answer)
                                .build())
                        .text())
                .isEqualTo("sorry");
        assertThat(arrived(server).messages()).hasSize(3);
    }

    @Test
    void c09_the_schema_of_the_answer_arrives() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("{\"n\":1}"));
        JsonSchema schema = JsonSchema.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
                + "\"required\":[\"n\"],\"additionalProperties\":false}");

        client(server)
                .generate(LlmRequest.builder().user("1?").responseSchema(schema).build());

        assertThat(arrived(server).responseSchema()).contains(schema);
    }

    @Test
    void c10_sampling_and_the_bound_of_the_answer_arrive() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("ok"));

        client(server)
                .generate(LlmRequest.builder()
                        .user("go")
                        .temperature(0.25)
                        .topP(0.5)
                        .maxOutputTokens(77)
                        .build());

        LlmRequest arrived = arrived(server);
        assertThat(arrived.temperature()).hasValue(0.25);
        assertThat(arrived.topP()).hasValue(0.5);
        assertThat(arrived.maxOutputTokens()).hasValue(77);
    }

    @Test
    void c11_the_model_of_the_request_goes_before_the_default() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("a"), FakeReply.text("b"));
        LlmClient client = client(server);

        client.generate(HELLO);
        client.generate(LlmRequest.builder().user("hello").model("other-model").build());

        assertThat(client.defaultModel()).contains("default-model");
        assertThat(server.calls())
                .extracting(call -> call.request().orElseThrow().model().orElseThrow())
                .containsExactly("default-model", "other-model");
    }

    @Test
    void c12_an_answer_that_was_cut_says_so() throws InterruptedException {
        LlmResponse cut =
                new LlmResponse(LlmMessage.assistant("once upon"), FinishReason.LENGTH, LlmUsage.NONE, "fake");
        for (Way way : WAYS.values()) {
            FakeLlmServer server = replying(FakeReply.response(cut));

            assertThat(way.ask(client(server), HELLO)).isEqualTo(cut);
        }
    }

    @Test
    void c13_a_call_is_one_post_of_json_with_the_key_in_a_header() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("hi"));

        client(server).generate(HELLO);

        assertThat(server.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.headers()).containsEntry("content-type", JSON);
            assertThat(call.headers().values()).anyMatch(value -> value.contains(KEY));
            assertThat(call.headers()).doesNotContainKeys("upgrade", "http2-settings");
            assertThat(call.target()).doesNotContain(KEY);
            assertThat(call.body()).doesNotContain(KEY);
        });
    }

    @Test
    void c14_an_answer_without_text_or_calls_is_an_answer() throws InterruptedException {
        for (Way way : WAYS.values()) {
            FakeLlmServer server = replying(FakeReply.text(""));

            assertThat(way.ask(client(server), HELLO).text()).isEmpty();
        }
    }

    // Streams

    @Test
    void c15_what_only_another_provider_reads_is_left_out() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("fine"));
        LlmPart.Opaque others = new LlmPart.Opaque("nobody-we-know", "{\"type\":\"thought\",\"of\":\"zebras\"}");

        client(server).generate(toolTurn(others));

        assertThat(server.calls().getLast().body()).doesNotContain("zebras");
        assertThat(arrived(server).messages().get(1).parts()).containsExactly(CALLING);
    }

    @Test
    void c16_what_only_the_provider_reads_comes_in_its_place_and_goes_back_as_it_was() throws InterruptedException {
        Optional<LlmPart.Opaque> own = opaquePart();
        Assumptions.assumeTrue(own.isPresent(), "the client keeps no parts that only the provider reads");
        LlmPart.Opaque part = own.orElseThrow();
        LlmResponse answer = new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, List.of(part, new LlmPart.Text("Let me see."), CALLING)),
                FinishReason.TOOL_USE,
                LlmUsage.of(1, 2),
                "fake");
        FakeLlmServer server = replying(FakeReply.response(answer), FakeReply.response(answer), FakeReply.text("fine"));
        LlmClient client = client(server);
        List<String> pieces = new ArrayList<>();

        assertThat(client.generate(HELLO)).isEqualTo(answer);
        assertThat(client.stream(HELLO, piece -> pieces.add(piece.text()))).isEqualTo(answer);
        assertThat(pieces).containsExactly("Let me see.");
        client.generate(toolTurn(part));

        assertThat(arrived(server).messages().get(1).parts()).containsExactly(part, CALLING);
    }

    @Test
    void c17_white_space_that_a_model_wrote_before_its_calls_does_not_keep_a_conversation_from_going_on()
            throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("fine"));

        assertThat(client(server).generate(toolTurn(new LlmPart.Text("\n\n"))).text())
                .isEqualTo("fine");
        assertThat(arrived(server).messages().get(1).toolUses()).containsExactly(CALLING);
    }

    /** A conversation in which a tool has answered. */
    private static LlmRequest toolTurn(LlmPart before) {
        return LlmRequest.builder()
                .user("How is the weather?")
                .message(new LlmMessage(LlmRole.ASSISTANT, List.of(before, CALLING)))
                .message(new LlmMessage(
                        LlmRole.TOOL, List.of(new LlmPart.ToolAnswer("c1", "\"rain\"", LlmPart.ToolAnswer.Status.OK))))
                .tool(WEATHER)
                .build();
    }

    @Test
    void c20_pieces_are_handed_on_in_order_and_add_up_to_the_answer() throws InterruptedException {
        FakeLlmServer server =
                replying(FakeReply.stream("one ", "two ", "three").usage(new LlmUsage(20, 5, 8, 0)));
        List<LlmDelta> pieces = new ArrayList<>();

        LlmResponse response = client(server).stream(HELLO, pieces::add);

        assertThat(pieces).containsExactly(new LlmDelta("one "), new LlmDelta("two "), new LlmDelta("three"));
        assertThat(response)
                .isEqualTo(new LlmResponse(
                        LlmMessage.assistant("one two three"), FinishReason.STOP, new LlmUsage(20, 5, 8, 0), "fake"));
    }

    @Test
    void c21_bytes_may_come_split_anywhere() throws InterruptedException {
        for (int size : List.of(1, 2, 3, 7, 64)) {
            FakeLlmServer server = replying(FakeReply.stream(STRANGE, "\uD83D\uDE00", STRANGE));
            server.next(HttpFault.none().chunksOf(size));
            StringBuilder pieces = new StringBuilder();

            LlmResponse response = client(server).stream(HELLO, piece -> pieces.append(piece.text()));

            assertThat(response.text()).isEqualTo(STRANGE + "\uD83D\uDE00" + STRANGE);
            assertThat(pieces).hasToString(response.text());
        }
    }

    @Test
    void c22_comments_unknown_events_and_other_line_ends_change_nothing() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.response(twoCallsAfterText()));
        server.next(HttpFault.none().noisy().chunksOf(5));

        assertThat(client(server).stream(HELLO, piece -> {})).isEqualTo(twoCallsAfterText());
    }

    @Test
    void c23_calls_come_streamed_as_they_come_whole() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.response(twoCallsAfterText()));
        List<String> pieces = new ArrayList<>();

        LlmResponse response = client(server).stream(HELLO, piece -> pieces.add(piece.text()));

        assertThat(response).isEqualTo(twoCallsAfterText());
        assertThat(pieces).containsExactly("Let me see.");
    }

    @Test
    void c24_a_stream_without_text_hands_nothing_on() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.toolUse("now", "{}"));

        LlmResponse response = client(server).stream(HELLO, piece -> {
            throw new AssertionError("handed on " + piece);
        });

        assertThat(response.toolUses()).containsExactly(new LlmPart.ToolUse("call-1", "now", "{}"));
    }

    @Test
    void c25_the_first_piece_is_handed_on_before_the_next_is_sent() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        FakeLlmServer server = replying(FakeReply.stream("first", "second"));
        server.next(HttpFault.none().heldAfter(1, seen));

        LlmResponse response = client(server).stream(HELLO, piece -> seen.countDown());

        assertThat(response.text()).isEqualTo("firstsecond");
    }

    @Test
    void c26_a_hundred_thousand_pieces_come() throws InterruptedException {
        int count = 100_000;
        String[] pieces = new String[count];
        Arrays.fill(pieces, "piece ");
        FakeLlmServer server = replying(FakeReply.stream(pieces));
        AtomicInteger heard = new AtomicInteger();

        LlmResponse response = client(server, Duration.ofMinutes(2)).stream(HELLO, piece -> heard.incrementAndGet());

        assertThat(heard).hasValue(count);
        assertThat(response.text()).hasSize(count * "piece ".length());
    }

    @Test
    void c27_what_takes_the_pieces_may_end_the_call() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.stream("first", "second"));
        server.next(HttpFault.none().heldAfter(1, new CountDownLatch(1)));
        IllegalStateException enough = new IllegalStateException("enough");

        assertThatThrownBy(() -> client(server).stream(HELLO, piece -> {
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    // Failures that are reported

    @Test
    void c30_a_failure_that_is_reported_is_what_it_was() {
        for (LlmException expected : kinds()) {
            WAYS.forEach((name, way) -> {
                FakeLlmServer server = replying(FakeReply.failure(expected));

                LlmException actual = failure(() -> way.ask(client(server), HELLO));

                assertThat(actual).as(name).hasSameClassAs(expected);
                assertThat(actual.retryAfter()).as(name).isEqualTo(expected.retryAfter());
            });
        }
    }

    @Test
    void c31_a_failure_in_the_middle_of_a_stream_is_what_it_was() {
        for (LlmException expected : kinds()) {
            FakeLlmServer server = replying(FakeReply.stream("one ", "two").thenFailure(expected));
            List<String> pieces = new ArrayList<>();

            LlmException actual = failure(() -> client(server).stream(HELLO, piece -> pieces.add(piece.text())));

            assertThat(pieces).containsExactly("one ", "two");
            if (!(expected instanceof LlmException.Refused)) { // which has its own end of a stream
                assertThat(actual).hasSameClassAs(expected);
            }
        }
    }

    @Test
    void c32_a_status_says_what_failed_whatever_its_body_is() {
        Map<Integer, Class<? extends LlmException>> expected = Map.ofEntries(
                Map.entry(302, LlmException.InvalidRequest.class),
                Map.entry(400, LlmException.InvalidRequest.class),
                Map.entry(401, LlmException.Authentication.class),
                Map.entry(402, LlmException.Authentication.class),
                Map.entry(403, LlmException.Authentication.class),
                Map.entry(404, LlmException.InvalidRequest.class),
                Map.entry(408, LlmException.DeadlinePassed.class),
                Map.entry(409, LlmException.Unavailable.class),
                Map.entry(413, LlmException.InvalidRequest.class),
                Map.entry(422, LlmException.InvalidRequest.class),
                Map.entry(429, LlmException.RateLimited.class),
                Map.entry(500, LlmException.Unavailable.class),
                Map.entry(502, LlmException.Unavailable.class),
                Map.entry(503, LlmException.Unavailable.class),
                Map.entry(504, LlmException.DeadlinePassed.class),
                Map.entry(529, LlmException.Unavailable.class));
        List<String> bodies = List.of("", "<html>no</html>", "plain words", "{", "null", "[]", "{\"error\":5}", "{}");
        FakeLlmServer server = broken();
        LlmClient client = client(server);
        expected.forEach((status, type) -> bodies.forEach(body -> {
            server.next(HttpFault.status(status, JSON, body));

            LlmException failure = failure(() -> client.generate(HELLO));

            assertThat(failure).as(status + " " + body).isInstanceOf(type);
            assertThat(failure).hasMessageContaining(String.valueOf(status));
        }));
    }

    @Test
    void c33_the_time_to_come_back_is_read_in_every_form() {
        Map<Map<String, String>, Optional<Duration>> expected = Map.of(
                Map.of("retry-after", "7"), Optional.of(Duration.ofSeconds(7)),
                Map.of("retry-after", "0.5"), Optional.of(Duration.ofMillis(500)),
                Map.of("retry-after-ms", "1250", "retry-after", "7"), Optional.of(Duration.ofMillis(1_250)),
                Map.of("retry-after", "Sun, 22 Nov 2026 20:00:30 GMT", "date", "Sun, 22 Nov 2026 20:00:00 GMT"),
                        Optional.of(Duration.ofSeconds(30)),
                Map.of("retry-after", "Sun, 22 Nov 2026 19:00:00 GMT", "date", "Sun, 22 Nov 2026 20:00:00 GMT"),
                        Optional.of(Duration.ZERO),
                Map.of("retry-after", "soon"), Optional.empty(),
                Map.of("retry-after", "-1"), Optional.empty(),
                Map.of("retry-after", "1e999"), Optional.empty(),
                Map.of("x-other", "7"), Optional.empty());
        expected.forEach((headers, time) -> {
            for (int status : List.of(429, 503)) {
                HttpFault fault = HttpFault.status(status, JSON, "{}");
                for (Map.Entry<String, String> header : headers.entrySet()) {
                    fault = fault.header(header.getKey(), header.getValue());
                }
                FakeLlmServer server = broken(fault);

                assertThat(failure(() -> client(server).generate(HELLO)).retryAfter())
                        .as(headers.toString())
                        .isEqualTo(time);
            }
        });
    }

    @Test
    void c34_no_message_has_the_key_the_prompt_or_control_characters_in_it() {
        String prompt = "my very private prompt, which nobody else may read in a log";
        String said = "bad \u0000\u001B[31m\r\n\u202E key " + KEY + " in '" + prompt + "', also "
                + prompt.substring(10, 40) + " and " + KEY.substring(4, 28) + " ";
        List<HttpFault> faults = List.of(
                HttpFault.status(400, JSON, LlmWire.json("error", LlmWire.object("message", said, "code", said))),
                HttpFault.status(401, "text/plain", said.repeat(1_000)),
                HttpFault.status(500, JSON, LlmWire.json("error", said)),
                HttpFault.body(said.replaceAll("\\p{Cntrl}", ""), said.getBytes(StandardCharsets.UTF_8)),
                HttpFault.body(JSON, said.getBytes(StandardCharsets.UTF_8)),
                HttpFault.body(JSON, LlmWire.json(said, said, "choices", said).getBytes(StandardCharsets.UTF_8)));
        for (HttpFault fault : faults) {
            FakeLlmServer server = broken(fault);
            LlmClient client = client(server);

            LlmException failure = failure(() -> client.generate(LlmRequest.of(prompt)));

            for (Throwable seen = failure; seen != null; seen = seen.getCause()) {
                String message = String.valueOf(seen.getMessage());
                assertThat(message)
                        .doesNotContain(KEY.substring(4, 28))
                        .doesNotContain("private prompt")
                        .doesNotContain("nobody else may read")
                        .doesNotContainPattern("[\\p{Cntrl}\\u202E]")
                        .hasSizeLessThan(1_000);
            }
            assertThat(client.toString()).doesNotContain(KEY);
        }
    }

    @Test
    void c35_a_redirect_is_not_followed() {
        FakeLlmServer elsewhere = broken();
        FakeLlmServer server =
                broken(HttpFault.status(307, JSON, "").header("location", elsewhere.uri() + "/v1/chat/completions"));

        assertThat(failure(() -> client(server).generate(HELLO))).isInstanceOf(LlmException.InvalidRequest.class);
        assertThat(elsewhere.calls()).isEmpty();
    }

    // Connections

    @Test
    void c40_a_connection_that_was_not_made_cost_nothing() throws IOException {
        URI closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        for (URI nowhere : List.of(closed, URI.create("http://no-such-host.invalid"))) {
            LlmClient client = newClient(new Setup(nowhere, KEY, PATIENCE, ROOM, Optional.empty()));

            LlmException failure = failure(() -> client.generate(HELLO));

            assertThat(failure).isInstanceOf(LlmException.Unavailable.class);
            assertThat(failure.isUnspent()).isTrue();
        }
    }

    @Test
    void c41_a_connection_that_breaks_is_told_and_may_have_cost() {
        for (HttpFault fault : List.of(HttpFault.hangUp(), HttpFault.reset())) {
            assertThat(failures(fault)).allSatisfy(failure -> {
                assertThat(failure).isInstanceOf(LlmException.Unavailable.class);
                assertThat(failure.isUnspent()).isFalse();
            });
        }
    }

    @Test
    void c42_an_answer_that_is_cut_off_is_no_answer_wherever_it_is_cut() {
        List<Function<Integer, HttpFault>> cuts = List.of(
                at -> HttpFault.none().cutAfter(at), at -> HttpFault.none().resetAfter(at));
        for (Function<Integer, HttpFault> cut : cuts) {
            for (int at : List.of(1, 20, 60, 130)) {
                WAYS.forEach((name, way) -> {
                    FakeLlmServer server = replying(FakeReply.stream("one ", "two ", "three"));
                    server.next(cut.apply(at));

                    assertThat(failure(() -> way.ask(client(server), HELLO)))
                            .as(name + " cut after " + at)
                            .isInstanceOf(LlmException.Unavailable.class);
                });
            }
        }
    }

    @Test
    void c43_a_client_is_as_good_as_new_after_a_failure_and_uses_its_connection_again() throws InterruptedException {
        FakeLlmServer server = replying(FakeReply.text("a"), FakeReply.stream("b"), FakeReply.text("c"));
        LlmClient client = client(server);
        server.next(HttpFault.reset());

        assertThat(failure(() -> client.generate(HELLO))).isInstanceOf(LlmException.Unavailable.class);
        assertThat(client.generate(HELLO).text()).isEqualTo("a");
        assertThat(client.stream(HELLO, piece -> {}).text()).isEqualTo("b");
        assertThat(client.generate(HELLO).text()).isEqualTo("c");
        assertThat(server.awaitHangUp(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void c44_many_calls_go_at_once() throws InterruptedException, ExecutionException {
        FakeLlmServer server = server(FakeLlmClient.builder()
                .when(LlmRequestPattern.any(), FakeReply.stream("one ", "two"))
                .build());
        LlmClient client = client(server);

        List<Running<LlmResponse>> calls = IntStream.range(0, 100)
                .mapToObj(number -> running(() -> number % 2 == 0
                        ? client.generate(LlmRequest.of("call " + number))
                        : client.stream(LlmRequest.of("call " + number), piece -> {})))
                .toList();

        for (Running<LlmResponse> call : calls) {
            assertThat(call.task().get().text()).isEqualTo("one two");
        }
        assertThat(server.calls()).hasSize(100);
    }

    @Test
    void c45_calls_go_through_a_proxy() throws InterruptedException {
        FakeLlmServer proxy = replying(FakeReply.text("by proxy"));
        LlmClient client = newClient(new Setup(
                URI.create("http://model.invalid"),
                KEY,
                PATIENCE,
                ROOM,
                Optional.of(InetSocketAddress.createUnresolved(
                        "127.0.0.1", proxy.address().getPort()))));

        assertThat(client.generate(HELLO).text()).isEqualTo("by proxy");
        assertThat(proxy.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.target()).startsWith("http://model.invalid/"));
    }

    // Answers that are none

    @Test
    void c50_an_answer_of_another_type_is_refused() {
        for (String type : List.of("text/html", "text/plain; charset=utf-8", "")) {
            assertThat(failures(HttpFault.status(200, type, "<html>welcome</html>")))
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(LlmException.Unavailable.class));
        }
    }

    @Test
    void c51_an_answer_that_is_not_the_providers_json_is_refused() {
        List<String> bodies = List.of(
                "",
                " ",
                "{",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{}",
                "{\"choices\":[],\"output\":5,\"content\":5}",
                "{\"choices\":{},\"output\":{},\"content\":{}}",
                "{\"choices\":[null],\"output\":[null],\"content\":[null],\"stop_reason\":[]}",
                "{\"choices\":[{\"message\":5}],\"output\":[5],\"content\":[5],\"status\":5}",
                "{\"a\":1,\"a\":2}",
                "[".repeat(100_000),
                "{} {}");
        for (String body : bodies) {
            FakeLlmServer server = broken(HttpFault.status(200, JSON, body));
            Throwable thrown = catchThrowable(() -> client(server).generate(HELLO));
            if (thrown != null) { // {} may be an answer of nothing
                assertThat(thrown)
                        .as(body.substring(0, Math.min(40, body.length())))
                        .isInstanceOf(LlmException.Unavailable.class);
            } else {
                assertThat(body).isEqualTo("{}");
            }
        }
    }

    @Test
    void c52_a_stream_of_events_that_are_not_the_providers_is_refused() {
        List<String> bodies = List.of(
                "",
                ": nothing but a comment\n\n",
                "data: {\n\n",
                "data: null\n\n",
                "data: []\n\n",
                "event: message_start\ndata: 5\n\n",
                "data: {\"type\":\"response.completed\",\"response\":5,\"choices\":5,\"delta\":5}\n\n",
                "data: {\"type\":5}\n\n",
                "no field\n\n",
                "data: {\"type\":\"message_stop\"}");
        for (String body : bodies) {
            FakeLlmServer server = broken(HttpFault.status(200, EVENTS, body));

            assertThat(failure(() -> client(server).stream(HELLO, piece -> {})))
                    .as(body)
                    .isInstanceOf(LlmException.Unavailable.class);
        }
    }

    @Test
    void c53_bytes_that_are_not_utf8_are_refused() {
        byte[] bytes = "data: {\"choices\":[{\"message\":{\"content\":\"??\"}}]}\n\n".getBytes(StandardCharsets.UTF_8);
        bytes[40] = (byte) 0xC3;
        bytes[41] = (byte) 0x28;
        FakeLlmServer server =
                broken(HttpFault.body(JSON, Arrays.copyOfRange(bytes, 6, bytes.length)), HttpFault.body(EVENTS, bytes));
        LlmClient client = client(server);

        assertThat(failure(() -> client.generate(HELLO))).isInstanceOf(LlmException.Unavailable.class);
        assertThat(failure(() -> client.stream(HELLO, piece -> {}))).isInstanceOf(LlmException.Unavailable.class);
    }

    @Test
    void c54_an_answer_of_a_gigabyte_is_refused_and_its_connection_closed() throws InterruptedException {
        byte[] blank = new byte[1 << 16];
        Arrays.fill(blank, (byte) ' ');
        for (String type : List.of(JSON, EVENTS)) {
            FakeLlmServer server = broken(HttpFault.body(type, blank).repeated(1 << 14));
            LlmClient client = client(server);

            LlmException failure =
                    failure(() -> type.equals(JSON) ? client.generate(HELLO) : client.stream(HELLO, piece -> {}));

            assertThat(failure)
                    .isInstanceOf(LlmException.Unavailable.class)
                    .hasMessageContaining("longer than " + ROOM + " bytes");
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void c55_an_endless_text_in_small_pieces_is_refused() {
        String[] pieces = new String[40];
        Arrays.fill(pieces, "x".repeat((int) ROOM / 32));
        FakeLlmServer server = replying(FakeReply.stream(pieces));

        assertThat(failure(() -> client(server).stream(HELLO, piece -> {})))
                .isInstanceOf(LlmException.Unavailable.class)
                .hasMessageContaining("longer than " + ROOM + " bytes");
    }

    @Test
    void c56_an_endless_error_is_its_status() {
        FakeLlmServer server =
                broken(HttpFault.status(429, JSON, "x".repeat(1 << 10)).endless());

        assertThat(failure(() -> client(server).generate(HELLO))).isInstanceOf(LlmException.RateLimited.class);
    }

    // Time

    @Test
    void c60_a_server_that_says_nothing_is_given_up_at_the_deadline() throws InterruptedException {
        for (Way way : WAYS.values()) {
            FakeLlmServer server = broken(HttpFault.silence());

            LlmClient client = hurried(server);

            assertThat(failure(() -> way.ask(client, HELLO))).isInstanceOf(LlmException.DeadlinePassed.class);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void c61_an_answer_that_trickles_is_given_up_at_the_deadline() throws InterruptedException {
        for (Way way : WAYS.values()) {
            FakeLlmServer server = replying(FakeReply.stream("a ".repeat(500), "b ".repeat(500)));
            server.next(HttpFault.none().chunksOf(1).slowly(Duration.ofMillis(50)));

            LlmClient client = hurried(server);

            assertThat(failure(() -> way.ask(client, HELLO))).isInstanceOf(LlmException.DeadlinePassed.class);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void c62_signs_of_life_without_end_are_given_up_at_the_deadline() throws InterruptedException {
        FakeLlmServer server = broken(
                HttpFault.status(200, EVENTS, ": still here\n\n").endless().slowly(Duration.ofMillis(1)));

        LlmClient client = hurried(server);

        assertThat(failure(() -> client.stream(HELLO, piece -> {}))).isInstanceOf(LlmException.DeadlinePassed.class);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    @Test
    void c63_an_error_that_trickles_is_given_up_at_the_deadline() throws InterruptedException {
        FakeLlmServer server = broken(
                HttpFault.status(500, JSON, "x".repeat(10_000)).chunksOf(1).slowly(Duration.ofMillis(50)));

        LlmClient client = hurried(server);

        assertThat(failure(() -> client.generate(HELLO))).isInstanceOf(LlmException.DeadlinePassed.class);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    // Interrupts

    @Test
    void c70_an_interrupt_before_the_answer_closes_the_connection() throws Exception {
        for (Way way : WAYS.values()) {
            FakeLlmServer server = broken(HttpFault.silence());
            LlmClient client = client(server);
            Running<LlmResponse> call = running(() -> way.ask(client, HELLO));
            assertThat(server.awaitCall(PATIENCE)).isTrue();

            assertThat(call.interrupt()).isInstanceOf(InterruptedException.class);
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        }
    }

    @Test
    void c71_an_interrupt_in_the_middle_of_a_stream_closes_the_connection() throws Exception {
        FakeLlmServer server = replying(FakeReply.stream("one ", "two"));
        server.next(HttpFault.none().heldAfter(1, new CountDownLatch(1)));
        LlmClient client = client(server);
        CountDownLatch seen = new CountDownLatch(1);
        List<String> pieces = Collections.synchronizedList(new ArrayList<>());
        Running<LlmResponse> call = running(() -> client.stream(HELLO, piece -> {
            pieces.add(piece.text());
            seen.countDown();
        }));
        assertThat(seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(call.interrupt()).isInstanceOf(InterruptedException.class);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
        assertThat(pieces).containsExactly("one ");
    }

    @Test
    void c72_an_interrupt_in_the_middle_of_a_whole_answer_closes_the_connection() throws Exception {
        FakeLlmServer server = replying(FakeReply.text("hello"));
        server.next(HttpFault.none().chunksOf(10).slowly(Duration.ofHours(1)));
        LlmClient client = client(server);
        Running<LlmResponse> call = running(() -> client.generate(HELLO));
        assertThat(server.awaitCall(PATIENCE)).isTrue();

        assertThat(call.interrupt()).isInstanceOf(InterruptedException.class);
        assertThat(server.awaitHangUp(PATIENCE)).isTrue();
    }

    @Test
    void c73_an_interrupted_thread_asks_nothing_and_says_that_it_cost_nothing() throws Exception {
        FakeLlmServer server = broken();
        LlmClient client = client(server);
        Running<LlmResponse> call = running(() -> {
            Thread.currentThread().interrupt();
            return client.generate(HELLO);
        });

        assertThat(call.interrupt())
                .isInstanceOf(InterruptedException.class)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .satisfies(why ->
                                assertThat(((LlmException) why).isUnspent()).isTrue()));
        assertThat(server.calls()).isEmpty();
    }
}

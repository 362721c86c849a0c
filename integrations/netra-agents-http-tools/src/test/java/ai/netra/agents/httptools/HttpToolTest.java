package ai.netra.agents.httptools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonText;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpToolTest {
    private static final String LOOPBACK = "127.0.0.1/32";

    record City(String city, Optional<Integer> days, Optional<List<String>> tags) {}

    record Note(String id, String text, Optional<Integer> stars) {}

    record None() {}

    /** What a server got. */
    private record Seen(String method, String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> String.join("|", entry.getValue()))
                    .findFirst()
                    .orElse("");
        }
    }

    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch asked = new CountDownLatch(1); // something of a silent server
    private HttpServer server;
    private int port;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        port = server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        answers.getOrDefault(exchange.getRequestURI().getPath(), json(200, "{\"ok\":true}"))
                .to(exchange);
        exchange.close();
    }

    private static Answer json(int status, String body) {
        return answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(int status, String type, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("content-type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private static Answer redirect(int status, String to) {
        return exchange -> {
            exchange.getResponseHeaders().set("location", to);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    private Egress.Builder egress() {
        return Egress.builder().allow("http://api.test:" + port, LOOPBACK).resolver(host -> List.of(loopback()));
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private String at(String path) {
        return "http://api.test:" + port + path;
    }

    private HttpTool.Builder get(String path) {
        return HttpTool.builder(egress().build(), "fetch", "Fetches", None.class)
                .get(at(path));
    }

    private static String failure(ToolResult result) {
        return result.error().orElseThrow().message();
    }

    @Test
    void arguments_go_into_the_path_and_the_query() throws Exception {
        Tool tool = HttpTool.builder(egress().build(), "weather", "The weather", City.class)
                .get(at("/v1/{city}/weather?units=metric"))
                .build();

        ToolResult result = FakeCall.call(tool, "{\"city\":\"São Paulo&x=1\",\"days\":3,\"tags\":[\"a b\",\"c&d\"]}");

        assertThat(result.value()).contains(new JsonText("{\"ok\":true}"));
        assertThat(seen.getFirst().uri())
                .isEqualTo("/v1/S%C3%A3o%20Paulo%26x%3D1/weather?units=metric&days=3&tags=a%20b&tags=c%26d");
        assertThat(seen.getFirst().header("host")).isEqualTo("api.test:" + port);
        assertThat(tool.spec().effect()).isEqualTo(ToolEffect.READ);
        FakeCall.call(tool, "{\"city\":\"x\"}");
        assertThat(seen.getLast().uri()).isEqualTo("/v1/x/weather?units=metric");
    }

    @Test
    void arguments_of_a_post_are_members_of_its_body() throws Exception {
        Tool tool = HttpTool.builder(egress().build(), "note", "Notes", Note.class)
                .post(at("/notes/{id}"))
                .idempotencyKeyHeader("Idempotency-Key")
                .build();

        FakeCall.call(tool, "{\"id\":\"7\",\"text\":\"a\\\"}b\",\"stars\":5}");

        assertThat(seen.getFirst().method()).isEqualTo("POST");
        assertThat(seen.getFirst().uri()).isEqualTo("/notes/7");
        assertThat(seen.getFirst().body()).isEqualTo("{\"text\":\"a\\\"}b\",\"stars\":5}");
        assertThat(seen.getFirst().header("content-type")).startsWith("application/json");
        assertThat(seen.getFirst().header("idempotency-key")).isEqualTo("key-1");
        assertThat(tool.spec().effect()).isEqualTo(ToolEffect.KEYED);
    }

    @Test
    void an_argument_in_a_header_adds_no_other() throws Exception {
        Tool tool = HttpTool.builder(egress().build(), "note", "Notes", Note.class)
                .get(at("/notes/{id}"))
                .header("text", "X-Text")
                .build();

        FakeCall.call(tool, "{\"id\":\"7\",\"text\":\"plain: words\"}");
        ToolResult split = FakeCall.call(tool, "{\"id\":\"7\",\"text\":\"a\\r\\nX-Admin: yes\"}");
        ToolResult odd = FakeCall.call(tool, "{\"id\":\"7\",\"text\":\"ä\"}");

        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().header("x-text")).isEqualTo("plain: words");
        assertThat(split.error().orElseThrow().kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS);
        assertThat(odd.success()).isFalse();
    }

    @Test
    void an_argument_that_would_be_more_than_a_step_of_the_path_is_invalid() throws Exception {
        Tool tool = HttpTool.builder(egress().build(), "note", "Notes", Note.class)
                .post(at("/notes/{id}"))
                .build();

        for (String id : List.of("..", ".", "", "a/b", "a\\\\b", "../admin")) {
            ToolResult result = FakeCall.call(tool, "{\"id\":\"" + id + "\",\"text\":\"x\"}");
            assertThat(result.error().orElseThrow().kind()).as(id).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void text_is_cut_off_and_says_so_and_json_is_not() throws Exception {
        byte[] much = "ä".repeat(600).getBytes(StandardCharsets.UTF_8);
        answers.put("/text", answer(200, "text/plain; charset=utf-8", much));
        answers.put("/json", json(200, "\"" + "x".repeat(2_000) + "\""));

        ToolResult text = FakeCall.call(get("/text").maxResponseBytes(1_001).build(), "{}");
        ToolResult json = FakeCall.call(get("/json").maxResponseBytes(1_000).build(), "{}");

        assertThat(text.as(String.class)).startsWith("ää").endsWith("[cut off: only the first 1001 bytes were read]");
        assertThat(failure(json)).contains("longer than 1000 bytes");
    }

    @Test
    void an_answer_without_end_is_read_to_its_bound() throws Exception {
        CompletableFuture<Boolean> broke = new CompletableFuture<>();
        answers.put("/endless", exchange -> {
            exchange.getResponseHeaders().set("content-type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            java.util.Arrays.fill(block, (byte) 'x');
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 1 << 14; i++) {
                    body.write(block);
                }
                broke.complete(false);
            } catch (IOException closed) {
                broke.complete(true);
            }
        });

        ToolResult result = FakeCall.call(get("/endless").build(), "{}");

        assertThat(result.as(String.class)).hasSizeLessThan((256 << 10) + 100).contains("[cut off");
        assertThat(broke.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_of_another_kind_is_a_failure() throws Exception {
        answers.put("/image", answer(200, "image/png", new byte[] {1, 2}));
        answers.put("/lie", answer(200, "application/json", "<html>".getBytes(StandardCharsets.UTF_8)));
        answers.put("/bytes", answer(200, "text/plain", new byte[] {(byte) 0xC3, 0x28}));
        answers.put("/latin", answer(200, "text/plain; charset=iso-8859-1", new byte[] {(byte) 0xE4}));
        answers.put("/empty", answer(204, "text/plain", new byte[0]));
        answers.put("/problem", answer(200, "application/problem+json", "{}".getBytes(StandardCharsets.UTF_8)));
        answers.put("/packed", exchange -> {
            exchange.getResponseHeaders().set("content-encoding", "gzip");
            answer(200, "text/plain", new byte[] {1}).to(exchange);
        });

        assertThat(failure(FakeCall.call(get("/image").build(), "{}"))).contains("image/png");
        assertThat(failure(FakeCall.call(get("/lie").build(), "{}"))).contains("says that it is JSON, and is not");
        assertThat(failure(FakeCall.call(get("/bytes").build(), "{}"))).contains("characters");
        assertThat(failure(FakeCall.call(get("/packed").build(), "{}"))).contains("packed");
        assertThat(FakeCall.call(get("/latin").build(), "{}").as(String.class)).isEqualTo("ä");
        assertThat(FakeCall.call(get("/empty").build(), "{}").as(String.class)).isEqualTo("done, status 204");
        assertThat(FakeCall.call(get("/problem").build(), "{}").success()).isTrue();
    }

    @Test
    void a_status_that_is_no_success_is_a_failure_with_few_words() throws Exception {
        answers.put("/bad", json(400, "{\"message\":\"days is\\n too large\"}" + "x".repeat(5_000)));
        answers.put("/broken", json(500, "{\"trace\":\"at com.internal.Secret\"}"));

        assertThat(failure(FakeCall.call(get("/bad").build(), "{}")))
                .startsWith("the server answered 400: {\"message\":")
                .hasSizeLessThan(400);
        assertThat(failure(FakeCall.call(get("/broken").build(), "{}"))).isEqualTo("the server answered 500");
    }

    @Test
    void a_secret_is_sent_and_never_seen() throws Exception {
        answers.put(
                "/echo",
                exchange -> json(
                                200,
                                "{\"you\":\"" + exchange.getRequestHeaders().getFirst("authorization") + "\"}")
                        .to(exchange));
        answers.put(
                "/refuse",
                exchange -> json(
                                403,
                                "bad key "
                                        + exchange.getRequestHeaders()
                                                .getFirst("authorization")
                                                .substring(7))
                        .to(exchange));
        HttpTool echo = get("/echo")
                .secretHeader("Authorization", () -> "Bearer sk-123456")
                .build();
        HttpTool refuse = get("/refuse")
                .secretHeader("Authorization", () -> "Bearer sk-123456")
                .build();

        assertThat(FakeCall.call(echo, "{}").value()).contains(new JsonText("{\"you\":\"[secret]\"}"));
        assertThat(failure(FakeCall.call(refuse, "{}")))
                .contains("403", "[secret]")
                .doesNotContain("sk-");
        assertThat(seen.getFirst().header("authorization")).isEqualTo("Bearer sk-123456");
        assertThat(echo.toString()).doesNotContain("sk-", "Bearer");
    }

    @Test
    void nothing_is_sent_without_the_secret() throws Exception {
        HttpTool throwing = get("/x")
                .secretHeader("x-key", () -> {
                    throw new IllegalStateException("vault says sk-123456");
                })
                .build();
        HttpTool split = get("/x").secretHeader("x-key", () -> "a\r\nb: c").build();

        assertThat(failure(FakeCall.call(throwing, "{}")))
                .contains("credentials")
                .doesNotContain("sk-");
        assertThat(failure(FakeCall.call(split, "{}"))).contains("credentials");
        assertThat(seen).isEmpty();
    }

    @Test
    void the_address_that_was_checked_is_the_one_connected_to() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.2", port), 0);
        other.createContext("/", exchange -> {
            elsewhere.incrementAndGet();
            json(200, "\"stolen\"").to(exchange);
            exchange.close();
        });
        other.start();
        try {
            Egress egress = Egress.builder()
                    .allow("http://flips.test:" + port, LOOPBACK)
                    .resolver(host ->
                            List.of(InetAddress.getByName(asked.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.2")))
                    .build();
            HttpTool tool = HttpTool.builder(egress, "fetch", "Fetches", None.class)
                    .get("http://flips.test:" + port + "/")
                    .build();

            assertThat(FakeCall.call(tool, "{}").value()).contains(new JsonText("{\"ok\":true}"));
            assertThat(asked).hasValue(1);
            assertThat(failure(FakeCall.call(tool, "{}"))).contains("may not reach there");
            assertThat(asked).hasValue(2);
            assertThat(seen).hasSize(1);
            assertThat(elsewhere).hasValue(0);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void a_second_address_is_tried_where_the_first_is_not_there() throws Exception {
        Egress egress = Egress.builder()
                .allow("http://two.test:" + port, "127.0.0.0/8")
                .resolver(host -> List.of(InetAddress.getByName("127.0.0.9"), loopback()))
                .build();

        assertThat(FakeCall.call(
                                HttpTool.builder(egress, "f", "Fetches", None.class)
                                        .get("http://two.test:" + port + "/")
                                        .build(),
                                "{}")
                        .success())
                .isTrue();
    }

    @Test
    void loopback_is_not_reached_unless_granted() throws Exception {
        Egress egress = Egress.builder()
                .allow("http://localhost:" + port)
                .allow("http://127.0.0.1:" + port)
                .build();

        for (String host : List.of("localhost", "127.0.0.1")) {
            HttpTool tool = HttpTool.builder(egress, "f", "Fetches", None.class)
                    .get("http://" + host + ":" + port + "/")
                    .build();
            assertThat(failure(FakeCall.call(tool, "{}"))).contains("may not reach there");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void a_redirect_is_followed_within_what_is_allowed() throws Exception {
        answers.put("/from", redirect(302, "/to?x=1"));
        HttpTool tool = get("/from").secretHeader("x-key", () -> "secret-1").build();

        assertThat(FakeCall.call(tool, "{}").success()).isTrue();
        assertThat(seen).extracting(Seen::uri).containsExactly("/from", "/to?x=1");
        assertThat(seen.getLast().header("x-key")).isEqualTo("secret-1");
    }

    @Test
    void a_redirect_to_what_is_not_allowed_is_not_followed() throws Exception {
        for (String target : List.of(
                "http://169.254.169.254/latest/meta-data",
                "http://localhost:" + port + "/",
                "http://[::1]:" + port + "/",
                "http://2130706433:" + port + "/",
                "http://evil.test/",
                "file:///etc/passwd",
                "//evil.test/x",
                "http://api.test:1/",
                "http://u@api.test:" + port + "/",
                "::bad")) {
            answers.put("/from", redirect(302, target));
            seen.clear();

            assertThat(FakeCall.call(get("/from").build(), "{}").success())
                    .as(target)
                    .isFalse();
            assertThat(seen).as(target).hasSize(1);
        }
    }

    @Test
    void a_redirect_elsewhere_takes_nothing_along() throws Exception {
        answers.put("/from", redirect(302, "http://other.test:" + port + "/to"));
        Egress egress = egress().allow("http://other.test:" + port, LOOPBACK).build();
        HttpTool tool = HttpTool.builder(egress, "note", "Notes", Note.class)
                .get(at("/from"))
                .header("text", "X-Text")
                .secretHeader("Authorization", () -> "Bearer sk-123456")
                .idempotencyKeyHeader("Idempotency-Key")
                .build();

        assertThat(FakeCall.call(tool, "{\"id\":\"1\",\"text\":\"private\"}").success())
                .isTrue();
        Seen last = seen.getLast();
        assertThat(last.header("host")).isEqualTo("other.test:" + port);
        assertThat(last.uri()).isEqualTo("/to");
        assertThat(last.headers().toString()).doesNotContain("sk-", "private", "key-1");
    }

    @Test
    void what_acts_is_not_redirected_elsewhere_and_loses_its_body_where_it_becomes_reading() throws Exception {
        Egress egress = egress().allow("http://other.test:" + port, LOOPBACK).build();
        Tool tool = HttpTool.builder(egress, "note", "Notes", Note.class)
                .post(at("/from"))
                .build();
        String arguments = "{\"id\":\"1\",\"text\":\"x\"}";

        answers.put("/from", redirect(307, "http://other.test:" + port + "/to"));
        assertThat(failure(FakeCall.call(tool, arguments))).contains("only what reads");
        assertThat(seen).hasSize(1);
        answers.put("/from", redirect(307, "/to"));
        FakeCall.call(tool, arguments);
        assertThat(seen.getLast().body()).isEqualTo(arguments);
        answers.put("/from", redirect(303, "/to"));
        FakeCall.call(tool, arguments);
        assertThat(seen.getLast().method()).isEqualTo("GET");
        assertThat(seen.getLast().body()).isEmpty();
    }

    @Test
    void redirects_without_end_end() throws Exception {
        answers.put("/loop", redirect(302, "/loop"));

        assertThat(failure(FakeCall.call(get("/loop").build(), "{}"))).contains("broke");
        assertThat(seen).hasSize(6);
    }

    /** A server that takes a request and never answers; it says when its caller hung up. */
    private CompletableFuture<Boolean> silent(ServerSocket socket, String begin) {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        threads.execute(() -> {
            try (Socket caller = socket.accept()) {
                InputStream in = caller.getInputStream();
                caller.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
                int last = 0;
                while (last >= 0) {
                    last = in.read();
                    asked.countDown();
                }
                closed.complete(true);
            } catch (IOException reset) {
                closed.complete(true);
            }
        });
        return closed;
    }

    @Test
    void a_time_limit_closes_the_connection_before_or_in_the_answer() throws Exception {
        for (String begin :
                List.of("", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc")) {
            try (ServerSocket socket = new ServerSocket(0, 10, loopback())) {
                CompletableFuture<Boolean> closed = silent(socket, begin);
                Egress egress = Egress.builder()
                        .allow("http://127.0.0.1:" + socket.getLocalPort(), LOOPBACK)
                        .build();
                HttpTool tool = HttpTool.builder(egress, "f", "Fetches", None.class)
                        .get("http://127.0.0.1:" + socket.getLocalPort() + "/")
                        .timeout(Duration.ofSeconds(1))
                        .build();

                ToolResult result = FakeCall.call(tool, "{}");

                assertThat(result.error().orElseThrow().kind()).isEqualTo(ToolErrorKind.TIMED_OUT);
                assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void an_interrupt_closes_the_connection() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 10, loopback())) {
            CompletableFuture<Boolean> closed = silent(socket, "HTTP/1.1 200 OK\r\n");
            Egress egress = Egress.builder()
                    .allow("http://127.0.0.1:" + socket.getLocalPort(), LOOPBACK)
                    .build();
            HttpTool tool = HttpTool.builder(egress, "f", "Fetches", None.class)
                    .get("http://127.0.0.1:" + socket.getLocalPort() + "/")
                    .build();
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    FakeCall.call(tool, "{}");
                } catch (Throwable t) {
                    thrown.complete(t);
                }
            });
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();

            assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void what_is_wrong_in_a_definition_is_named() {
        Egress egress = egress().build();
        assertThatThrownBy(() ->
                        HttpTool.builder(egress, "f", "Fetches", None.class).build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("no URL");
        assertThatThrownBy(() -> HttpTool.builder(egress, "f", "Fetches", None.class)
                        .get("https://elsewhere.test/")
                        .build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("does not allow");
        assertThatThrownBy(() -> HttpTool.builder(egress, "f", "Fetches", None.class)
                        .get(at("/{x}"))
                        .build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("no argument 'x'");
        assertThatThrownBy(() ->
                        HttpTool.builder(egress, "f", "Fetches", Note.class).header("text", "Host"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("header 'Host'");
        assertThatThrownBy(() ->
                        HttpTool.builder(egress, "f", "Fetches", Note.class).header("text", "Authorization"))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> HttpTool.builder(egress, "f", "Fetches", Note.class)
                        .header("text", "X-A")
                        .query("text"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("two places");
        assertThatThrownBy(() ->
                        HttpTool.builder(egress, "f", "Fetches", Note.class).request("TRACE", at("/")))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("TRACE");
        assertThatThrownBy(() -> HttpTool.builder(egress, "f", "Fetches", Note.class)
                        .get(at("/"))
                        .body("text")
                        .build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("has none");
    }
}

package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.llm.LlmException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server by itself; what clients see of it is in their contract, and the official ones check its formats. */
@Timeout(60)
final class FakeLlmServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static HttpResponse<String> post(FakeLlmServer server, String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(server.uri() + path))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void it_answers_by_its_script_and_remembers_what_it_was_asked() throws IOException, InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hi"))) {
            HttpResponse<String> answer = post(server, "/v1/chat/completions?x=1", HELLO);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"hi\"");
            assertThat(server.calls()).singleElement().satisfies(call -> {
                assertThat(call.target()).isEqualTo("/v1/chat/completions?x=1");
                assertThat(call.body()).isEqualTo(HELLO);
                assertThat(call.request().orElseThrow().messages().getFirst().text())
                        .isEqualTo("hello");
            });
        }
    }

    @Test
    void a_call_that_the_script_has_no_reply_for_is_400_and_fails_the_test() throws IOException, InterruptedException {
        FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder().build());

        assertThat(post(server, "/v1/responses", "{\"model\":\"m\",\"input\":\"hello\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("unexpected LLM call 1")
                .hasMessageContaining("hello");
    }

    @Test
    void a_reply_that_nobody_asked_for_fails_the_test() {
        FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("never"));

        assertThatThrownBy(server::close).isInstanceOf(AssertionError.class).hasMessageContaining("never");
    }

    @Test
    void requests_that_the_provider_would_refuse_are_refused_and_use_no_reply()
            throws IOException, InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hi"))) {
            assertThat(post(server, "/v1/messages", HELLO).body()).contains("max_tokens: Field required");
            assertThat(post(server, "/v1/chat/completions", "{\"messages\":[]}").body())
                    .contains("model: field required");
            assertThat(post(server, "/v1/chat/completions", "{").statusCode()).isEqualTo(400);
            assertThat(post(server, "/v1/embeddings", "{}").statusCode()).isEqualTo(404);
            assertThat(server.calls())
                    .hasSize(4)
                    .allSatisfy(call -> assertThat(call.request()).isEmpty());

            assertThat(post(server, "/v1/chat/completions", HELLO).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_failure_of_the_script_is_a_status_with_the_time_to_come_back() throws IOException, InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
                .fail(new LlmException.RateLimited("slow", Duration.ofSeconds(2)))
                .build())) {
            HttpResponse<String> answer = post(server, "/v1/chat/completions", HELLO);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("retry-after-ms")).contains("2000");
            assertThat(answer.body()).contains("rate_limit_exceeded", "slow");
        }
    }

    @Test
    void a_fault_is_for_one_call() throws IOException, InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hi"))) {
            server.next(HttpFault.status(503, "text/plain", "later").header("x-fault", "yes"));

            HttpResponse<String> first = post(server, "/v1/chat/completions", HELLO);
            HttpResponse<String> second = post(server, "/v1/chat/completions", HELLO);

            assertThat(first.statusCode()).isEqualTo(503);
            assertThat(first.body()).isEqualTo("later");
            assertThat(first.headers().firstValue("x-fault")).contains("yes");
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.headers().firstValue("x-fault")).isEmpty();
        }
    }

    @Test
    void it_says_that_a_client_hung_up_and_not_that_one_had_its_answer() throws IOException, InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hi"))) {
            post(server, "/v1/chat/completions", HELLO);
            assertThat(server.awaitCall(PATIENCE)).isTrue();
            assertThat(server.awaitHangUp(Duration.ofMillis(50))).isFalse();

            server.next(HttpFault.silence());
            try (Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream()
                        .write("POST /v1/chat/completions HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                assertThat(server.awaitCall(PATIENCE)).isTrue();
            }
            assertThat(server.awaitHangUp(PATIENCE)).isTrue();
            assertThat(server.awaitHangUp(Duration.ofMillis(1))).isFalse();
        }
    }

    @Test
    void closing_it_ends_calls_that_wait() throws IOException, InterruptedException {
        FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder().build());
        server.next(HttpFault.silence());
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write("POST /v1/responses HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(server.awaitCall(PATIENCE)).isTrue();

            server.close();

            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(-1);
        }
    }
}

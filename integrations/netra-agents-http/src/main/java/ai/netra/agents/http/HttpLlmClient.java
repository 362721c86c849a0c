package ai.netra.agents.http;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tools.json.JsonException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client of a model over HTTP/1.1, speaking a provider's {@link LlmProtocol}. Each call is one request, never repeated, and blocks the thread that makes
 * it, until the whole answer is there, the deadline passes or the thread is interrupted; the last two close the connection at once. Redirects are not
 * followed.
 *
 * <p>What fails, and how:
 *
 * <table>
 * <caption>Failures of a call</caption>
 * <tr><th>what happened</th><th>exception</th></tr>
 * <tr><td>no connection was made</td><td>{@code Unavailable}, unspent</td></tr>
 * <tr><td>it broke; status 5xx, 529, 409 or 425; an answer that is too long, of another type, not UTF-8, not the provider's JSON, or not whole</td>
 *     <td>{@code Unavailable}</td></tr>
 * <tr><td>the deadline passed; status 408 or 504</td><td>{@code DeadlinePassed}</td></tr>
 * <tr><td>status 429</td><td>{@code RateLimited}, or {@code Authentication} where nothing is left to spend</td></tr>
 * <tr><td>status 401, 402, 403, 407</td><td>{@code Authentication}</td></tr>
 * <tr><td>any other 3xx or 4xx</td><td>{@code InvalidRequest}, {@code ContextTooLong} or {@code Refused}</td></tr>
 * <tr><td>the model or a filter declined</td><td>{@code Refused}</td></tr>
 * </table>
 *
 * <p>Thread-safe; one serves every agent. It needs no closing: connections that are idle end by themselves.
 */
public final class HttpLlmClient implements LlmClient {
    private static final int OK = 200;
    private static final long LONGEST_ERROR = 64 << 10;

    private final LlmProtocol protocol;
    private final String defaultModel;
    private final URI address;
    private final ApiKey key;
    private final HttpSettings settings;
    private final HttpExchanges exchanges;

    /**
     * A client.
     *
     * @param baseUrl where the provider's API is, such as {@code https://api.example.com/v1}
     * @param query what is appended to every address: {@code api-version}, say
     * @throws InvalidDefinitionException if the base URL is not http or https, or has a user, a query or a fragment
     */
    public HttpLlmClient(
            LlmProtocol protocol,
            String defaultModel,
            String baseUrl,
            Map<String, String> query,
            ApiKey key,
            HttpSettings settings) {
        this.protocol = protocol;
        this.defaultModel = defaultModel;
        this.address = address(baseUrl, protocol.path(), query);
        this.key = key;
        this.settings = settings;
        HttpClient client = settings.client();
        this.exchanges = new HttpExchanges(client, settings.maxResponseBytes());
    }

    private static URI address(String baseUrl, String path, Map<String, String> query) {
        try {
            URI base = new URI(baseUrl);
            String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
            if (base.getHost() != null
                    && (scheme.equals("http") || scheme.equals("https"))
                    && base.getRawUserInfo() == null
                    && base.getRawQuery() == null
                    && base.getRawFragment() == null) {
                String stripped = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
                String parameters = query.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
                return new URI(stripped + path + (parameters.isEmpty() ? "" : "?" + parameters));
            }
        } catch (URISyntaxException malformed) { // says the same as a base URL of another kind
        }
        throw new InvalidDefinitionException(
                "the base URL is malformed; use http or https, a host, and no user, query or fragment, as in"
                        + " https://api.example.com/v1");
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> defaultModel() {
        return Optional.of(defaultModel);
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        Call call = new Call(request);
        try (HttpAnswer answer = call.send(LlmProtocol.Delivery.WHOLE, "application/json")) {
            String json = answer.text();
            return call.read(() -> protocol.whole(json));
        }
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        Call call = new Call(request);
        try (HttpAnswer answer = call.send(LlmProtocol.Delivery.STREAMED, "text/event-stream")) {
            AnswerAssembly assembly = new AnswerAssembly(settings.maxResponseBytes());
            LlmProtocol.Reading reading = protocol.reading(assembly);
            LlmProtocol.Reading.Progress progress = LlmProtocol.Reading.Progress.MORE;
            while (progress == LlmProtocol.Reading.Progress.MORE) {
                Optional<ServerSentEvent> event = answer.event();
                if (event.isEmpty()) {
                    break;
                }
                progress = call.read(() -> reading.on(event.get()));
                for (String piece : assembly.takeFresh()) {
                    onDelta.accept(new LlmDelta(piece));
                }
            }
            LlmResponse response = call.read(reading::end);
            answer.drain();
            return response;
        }
    }

    /** Where it goes, never with which key. */
    @Override
    public String toString() {
        return "HttpLlmClient[" + address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath()
                + ", model " + defaultModel + ", " + key + "]";
    }

    /** One call: its request, and the words that must not be in what it throws. */
    private final class Call {
        private final LlmRequest request;
        private final CallTime time = CallTime.of(settings.deadline());
        private final List<String> secrets = new ArrayList<>(settings.headers().values());

        private Call(LlmRequest request) {
            this.request = request;
        }

        private HttpAnswer send(LlmProtocol.Delivery delivery, String mediaType) throws InterruptedException {
            HttpAnswer answer = exchanges.send(httpRequest(delivery, mediaType), time);
            try {
                if (answer.status() != OK) {
                    throw failure(answer);
                }
                String actual = answer.mediaType();
                if (!actual.equals(mediaType)) {
                    throw new LlmException.Unavailable(
                            "the answer is " + (actual.isEmpty() ? "of no type" : safe(actual)) + ", not " + mediaType
                                    + "; is the base URL that of the API?",
                            null);
                }
                return answer;
            } catch (InterruptedException | RuntimeException | Error thrown) {
                answer.close();
                throw thrown;
            }
        }

        private HttpRequest httpRequest(LlmProtocol.Delivery delivery, String mediaType) {
            HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(HttpRequest.BodyPublishers.ofString(protocol.body(request, delivery)));
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("content-type", "application/json");
            headers.put("accept", mediaType);
            headers.putAll(protocol.headers());
            key.current().ifPresent(current -> {
                secrets.add(current);
                headers.putAll(protocol.keyHeaders(current));
            });
            headers.forEach(builder::setHeader);
            settings.headers().forEach(builder::setHeader);
            return builder.build();
        }

        /** Reads what came, and says what is wrong with it in words that may be seen. */
        private <T> T read(Reader<T> reader) {
            try {
                return reader.read();
            } catch (JsonException unreadable) {
                throw new LlmException.Unavailable(
                        "the answer cannot be read: " + safe(String.valueOf(unreadable.getMessage())), null);
            } catch (ProviderException reported) {
                throw exception(reported, "the provider reported a failure", Optional.empty());
            }
        }

        private LlmException failure(HttpAnswer answer) throws InterruptedException {
            String body;
            try {
                body = answer.text(Math.min(LONGEST_ERROR, settings.maxResponseBytes()));
            } catch (LlmException.Unavailable unreadable) { // the status says enough
                body = "";
            }
            return exception(
                    protocol.failure(answer.status(), body),
                    "the provider answered " + answer.status(),
                    RetryAfter.of(answer.headers(), Instant::now));
        }

        private LlmException exception(ProviderException reported, String begin, Optional<Duration> retryAfter) {
            String words = safe(reported.words());
            String message = begin
                    + (reported.code().isEmpty() ? "" : " (" + safe(reported.code()) + ")")
                    + (words.isEmpty() ? "" : ": " + words);
            return switch (reported.kind()) {
                case INVALID_REQUEST -> new LlmException.InvalidRequest(message);
                case CONTEXT_TOO_LONG -> new LlmException.ContextTooLong(message);
                case AUTHENTICATION -> new LlmException.Authentication(message);
                case REFUSED -> new LlmException.Refused(message);
                case DEADLINE_PASSED -> new LlmException.DeadlinePassed(message, null);
                case RATE_LIMITED ->
                    retryAfter
                            .map(wait -> new LlmException.RateLimited(message, wait))
                            .orElseGet(() -> new LlmException.RateLimited(message));
                case UNAVAILABLE ->
                    retryAfter
                            .map(wait -> LlmException.Unavailable.withRetryAfter(message, wait))
                            .orElseGet(() -> new LlmException.Unavailable(message, null));
            };
        }

        private String safe(String words) {
            return ErrorText.of(words, request, secrets);
        }
    }

    /** Reads something. */
    @FunctionalInterface
    private interface Reader<T> {
        T read();
    }
}

package ai.netra.agents.http;

import ai.netra.agents.InvalidDefinitionException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How calls are made: their time, their size, their way and their headers. Immutable and thread-safe; each method returns a changed copy.
 *
 * <p>Where nothing else is said, calls go the way that the JVM's system properties say ({@code https.proxyHost} and so on), and are encrypted as the
 * JVM's default has it.
 */
public final class HttpSettings {
    private static final HttpSettings DEFAULTS = new HttpSettings(
            Duration.ofMinutes(5), Duration.ofSeconds(10), 16L << 20, Map.of(), Optional.empty(), Optional.empty());

    private final Duration deadline;
    private final Duration connectTimeout;
    private final long maxResponseBytes;
    private final Map<String, String> headers;
    private final Optional<InetSocketAddress> proxy;
    private final Optional<HttpClient> client;

    private HttpSettings(
            Duration deadline,
            Duration connectTimeout,
            long maxResponseBytes,
            Map<String, String> headers,
            Optional<InetSocketAddress> proxy,
            Optional<HttpClient> client) {
        this.deadline = deadline;
        this.connectTimeout = connectTimeout;
        this.maxResponseBytes = maxResponseBytes;
        this.headers = headers;
        this.proxy = proxy;
        this.client = client;
    }

    /** Five minutes for a call, ten seconds of them for its connection, and 16 MiB for its answer. */
    public static HttpSettings defaults() {
        return DEFAULTS;
    }

    /**
     * Gives a call this time, from its beginning to the last byte of its answer, however slowly that comes; 5 minutes by default. A run's
     * {@link ai.netra.agents.Limits#llmCallTime()} holds besides.
     *
     * @throws InvalidDefinitionException unless it is positive
     */
    public HttpSettings deadline(Duration newDeadline) {
        return new HttpSettings(
                positive("deadline", newDeadline), connectTimeout, maxResponseBytes, headers, proxy, client);
    }

    /**
     * Gives a connection this time to be made, within the deadline; 10 seconds by default.
     *
     * @throws InvalidDefinitionException unless it is positive
     */
    public HttpSettings connectTimeout(Duration newTimeout) {
        return new HttpSettings(
                deadline, positive("connectTimeout", newTimeout), maxResponseBytes, headers, proxy, client);
    }

    /**
     * Takes no answer that is longer; 16 MiB by default. Of a stream, no event may be longer, and not the text that its pieces add up to.
     *
     * @throws InvalidDefinitionException unless it is 1 to 1 GiB
     */
    public HttpSettings maxResponseBytes(long bytes) {
        if (bytes < 1 || bytes > 1L << 30) {
            throw new InvalidDefinitionException("maxResponseBytes is " + bytes + "; use 1 to " + (1L << 30));
        }
        return new HttpSettings(deadline, connectTimeout, bytes, headers, proxy, client);
    }

    /**
     * Adds a header to every call.
     *
     * @throws InvalidDefinitionException if its name or value is malformed, or it is one that the JDK sets itself
     */
    public HttpSettings header(String name, String value) {
        try {
            HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
        } catch (IllegalArgumentException malformed) { // its message may hold the value, which may be a secret
            throw new InvalidDefinitionException("header '" + ErrorText.printable(name)
                    + "' is malformed, has a value that is, or is the JDK's own; leave it out or write it in ASCII");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpSettings(deadline, connectTimeout, maxResponseBytes, more, proxy, client);
    }

    /**
     * Goes through this HTTP proxy.
     *
     * @throws InvalidDefinitionException if there is an {@link #httpClient(HttpClient)}, which has a way of its own
     */
    public HttpSettings proxy(InetSocketAddress address) {
        return new HttpSettings(
                deadline, connectTimeout, maxResponseBytes, headers, unmixed(Optional.of(address), client), client);
    }

    /**
     * Makes calls with this client, for a TLS context or a proxy with authentication, say. Its connect timeout counts, not that of these settings.
     * It must not follow redirects: the key would go with them.
     *
     * @throws InvalidDefinitionException if it follows redirects, or there is a {@link #proxy(InetSocketAddress)}
     */
    public HttpSettings httpClient(HttpClient newClient) {
        if (newClient.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new InvalidDefinitionException("the HttpClient follows redirects (" + newClient.followRedirects()
                    + "), and would take the API key along; build it with Redirect.NEVER, its default");
        }
        Optional<HttpClient> some = Optional.of(newClient);
        return new HttpSettings(deadline, connectTimeout, maxResponseBytes, headers, unmixed(proxy, some), some);
    }

    Duration deadline() {
        return deadline;
    }

    long maxResponseBytes() {
        return maxResponseBytes;
    }

    Map<String, String> headers() {
        return headers;
    }

    HttpClient client() {
        return client.orElseGet(() -> {
            HttpClient.Builder builder =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
            proxy.ifPresent(address -> builder.proxy(ProxySelector.of(address)));
            return builder.build();
        });
    }

    private static Optional<InetSocketAddress> unmixed(Optional<InetSocketAddress> proxy, Optional<HttpClient> client) {
        if (proxy.isPresent() && client.isPresent()) {
            throw new InvalidDefinitionException(
                    "both proxy and httpClient are set; give the HttpClient the proxy when building it");
        }
        return proxy;
    }

    private static Duration positive(String what, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(366)) > 0) {
            throw new InvalidDefinitionException(what + " is " + value + "; use a positive duration of a year at most");
        }
        return value;
    }

    /** The headers by name only: a value may be a secret. */
    @Override
    public String toString() {
        return "HttpSettings[deadline " + deadline + ", connectTimeout " + connectTimeout + ", maxResponseBytes "
                + maxResponseBytes + ", headers " + headers.keySet()
                + proxy.map(at -> ", proxy " + at).orElse("")
                + "]";
    }
}

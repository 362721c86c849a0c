package ai.netra.agents.httptools;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests with Apache's client, each on a connection of its own to an address that was checked: the client is handed that address and looks up none.
 * Redirects are followed here, each hop checked. A call runs on a virtual thread; whoever waits for it gives it up at its deadline or when interrupted, which
 * closes the connection.
 */
final class HttpCaller {
    private static final int MOST_HOPS = 5;
    private static final int LONGEST_LINE = 32 << 10;
    private static final int MOST_HEADERS = 200;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final int SEE_OTHER = 303;
    private static final int MOVED = 301;
    private static final int FOUND = 302;

    private final Egress egress;
    private final int maxBytes;
    private final CloseableHttpClient client;

    HttpCaller(Egress egress, int maxBytes, Optional<SSLContext> tls) {
        this.egress = egress;
        this.maxBytes = maxBytes;
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new NoResolver())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom().setConnectTimeout(CONNECT).build());
        tls.ifPresent(context -> connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(context)));
        this.client = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setContentCompressionEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("netra-agents")
                .build();
    }

    /** What the client would look up addresses with, if it did. */
    private static final class NoResolver implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host + " was not looked up before");
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException(host + " was not looked up before");
        }
    }

    /**
     * The answer, after redirects.
     *
     * @throws EgressDeniedException if it, or where it redirects to, may not be reached
     * @throws TimeoutException if the whole answer was not there in time
     * @throws IOException if the exchange broke
     */
    HttpReply send(HttpCall call, Duration limit) throws IOException, InterruptedException, TimeoutException {
        AtomicReference<HttpUriRequestBase> current = new AtomicReference<>();
        FutureTask<HttpReply> exchange = new FutureTask<>(() -> follow(call, current));
        Thread thread = Thread.ofVirtual().name("netra-http-tool").start(exchange);
        try {
            return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            @Nullable Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException ours) {
                throw ours;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof IOException io ? io : new IOException("the exchange failed", cause);
        } finally {
            if (!exchange.isDone()) {
                exchange.cancel(true);
                thread.interrupt();
                HttpUriRequestBase request = current.get();
                if (request != null) {
                    request.cancel();
                }
            }
        }
    }

    private HttpReply follow(HttpCall first, AtomicReference<HttpUriRequestBase> current) throws IOException {
        HttpCall call = first;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            HttpReply reply = once(call, current);
            if (!reply.isRedirect()) {
                return reply;
            }
            call = next(call, reply);
        }
        throw new IOException("the server redirected more than " + MOST_HOPS + " times");
    }

    /** Where a redirect leads, with as little as it needs. */
    private static HttpCall next(HttpCall call, HttpReply reply) throws IOException {
        URI target;
        try {
            target = call.uri().resolve(reply.location().orElseThrow());
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the server redirected to what is no address", malformed);
        }
        Origin from = origin(call.uri());
        Origin to = origin(target);
        if (from.scheme().equals("https") && !to.scheme().equals("https")) {
            throw new EgressDeniedException("the server redirected from https to " + to + "; that is not followed");
        }
        boolean reads = call.isReading()
                || reply.status() == SEE_OTHER
                || (call.method().equals("POST") && (reply.status() == MOVED || reply.status() == FOUND));
        if (!reads && !from.equals(to)) {
            throw new EgressDeniedException("the server redirected a " + call.method() + " to " + to
                    + "; only what reads is followed to another origin");
        }
        HttpCall next = reads ? call.reading(target) : call.at(target);
        return from.equals(to) ? next : next.stripped();
    }

    private static Origin origin(URI uri) {
        return Origin.of(uri)
                .orElseThrow(() -> new EgressDeniedException(
                        "the address is not one of http or https with a host in its usual form"));
    }

    private HttpReply once(HttpCall call, AtomicReference<HttpUriRequestBase> current) throws IOException {
        Origin origin = origin(call.uri());
        IOException last = new UnknownHostException(origin.host());
        for (InetAddress address : egress.addresses(origin)) {
            try {
                return once(call, new HttpHost(origin.scheme(), address, origin.host(), origin.port()), current);
            } catch (ConnectException | ConnectTimeoutException | NoRouteToHostException unreachable) {
                last = unreachable; // nothing was sent
            }
        }
        throw last;
    }

    private HttpReply once(HttpCall call, HttpHost target, AtomicReference<HttpUriRequestBase> current)
            throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
        call.allHeaders().forEach(request::setHeader);
        call.body().ifPresent(json -> request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON)));
        current.set(request);
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("given up");
        }
        ClassicHttpResponse response = client.executeOpen(target, request, null);
        try {
            return reply(response);
        } finally {
            request.cancel(); // first, as closing would read what is left
            close(response);
        }
    }

    private static void close(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException unimportant) { // what was wanted of it is there
        }
    }

    private HttpReply reply(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream stream = entity == null ? InputStream.nullInputStream() : entity.getContent();
        byte[] body = stream.readNBytes(maxBytes);
        boolean cut = body.length == maxBytes && stream.read() >= 0;
        return new HttpReply(
                response.getCode(),
                header(response, "location"),
                header(response, "content-type").orElse(""),
                header(response, "content-encoding").orElse(""),
                body,
                cut);
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    static List<String> reserved() {
        return List.of(
                "host",
                "content-length",
                "transfer-encoding",
                "connection",
                "te",
                "trailer",
                "upgrade",
                "expect",
                "content-type",
                "content-encoding",
                "accept-encoding",
                "cookie",
                "proxy-authorization",
                "user-agent");
    }
}

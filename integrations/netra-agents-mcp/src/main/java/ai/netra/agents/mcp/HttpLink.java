package ai.netra.agents.mcp;

import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over streamable HTTP (protocol 2025-11-25, "Transports"): each message is a POST, whose answer is JSON or a stream of events. A request has a virtual
 * thread until it is answered; giving up on it interrupts the thread, which closes the connection.
 *
 * <p>A stream that ends before its answer came is asked for again, from its last event on, after the time that the server named; one without ids of events
 * has failed. Besides, one GET listens for what the server says by itself, such as that its tools are others; a server that has nothing to say refuses it.
 */
final class HttpLink extends McpLink {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLink.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration NOTIFICATION_LIMIT = Duration.ofSeconds(10);
    private static final int MOST_RESUMPTIONS = 20;
    private static final int NOT_FOUND = 404;
    private static final String SESSION = "Mcp-Session-Id";

    private final McpHttp endpoint;
    private final HttpClient client;
    private final boolean ownClient;
    private final Map<Object, Thread> requests = new ConcurrentHashMap<>();
    private final Set<Thread> others = ConcurrentHashMap.newKeySet();
    private final CountDownLatch shut = new CountDownLatch(1);
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile @Nullable String session;

    HttpLink(LinkSettings settings, McpHttp endpoint, HttpClient client, boolean ownClient) {
        super(settings);
        this.endpoint = endpoint;
        this.client = client;
        this.ownClient = ownClient;
    }

    @Override
    void open() {
        // the first message opens it
    }

    @Override
    void send(JSONRPCMessage message) {
        if (message instanceof JSONRPCRequest request) {
            Thread thread = Thread.ofVirtual().name("mcp-" + server()).unstarted(() -> ask(request));
            requests.put(request.id(), thread);
            thread.start();
        } else {
            tell(message);
        }
        if (message instanceof JSONRPCNotification && listening.compareAndSet(false, true)) {
            fork(this::listen); // "initialized" was said
        }
    }

    @Override
    void sendCancelled(Object id, JSONRPCNotification cancelled) {
        Thread thread = requests.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
        fork(() -> {
            try {
                tell(cancelled);
            } catch (McpException e) {
                LOG.debug("MCP server {} was not told of a cancellation", server(), e);
            }
        });
    }

    private void fork(Runnable body) {
        Thread thread = Thread.ofVirtual().name("mcp-" + server()).unstarted(() -> {
            try {
                body.run();
            } finally {
                others.remove(Thread.currentThread());
            }
        });
        others.add(thread);
        thread.start();
    }

    /** Sends what has no answer, and waits until the server has it. */
    private void tell(JSONRPCMessage message) {
        HttpRequest.Builder post = post(message).timeout(NOTIFICATION_LIMIT);
        try (InputStream body = exchange(post).body()) {
            body.skipNBytes(0); // nothing is expected there
        } catch (IOException e) {
            throw gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new McpException.Unavailable(server(), "was not told all, as the caller was interrupted", e);
        }
    }

    private void ask(JSONRPCRequest request) {
        Object id = request.id();
        try {
            HttpResponse<InputStream> response = exchange(post(request));
            response.headers().firstValue(SESSION).ifPresent(own -> session = own);
            String type =
                    response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
            if (type.startsWith("text/event-stream")) {
                follow(response, id);
            } else if (type.startsWith("application/json")) {
                try (InputStream body = response.body()) {
                    receive(parsed(bounded(body)));
                }
            } else {
                response.body().close();
            }
            fail(
                    id,
                    new McpException.Unavailable(
                            server(), "ended its answer without a result")); // unless there was one
        } catch (McpException.SessionLost e) {
            // this one was not taken in; what was, may have been done
            fail(new McpException.Unavailable(server(), "has lost the session"), id, e);
        } catch (McpException e) {
            fail(id, e);
        } catch (BoundedLines.TooLong e) {
            fail(id, new McpException.InvalidAnswer(server(), "sent " + e.getMessage()));
        } catch (InterruptedException e) {
            fail(id, new McpException.Unavailable(server(), "was not waited for any more", e));
        } catch (IOException e) {
            fail(id, gone(e));
        } catch (RuntimeException e) {
            fail(
                    id,
                    new McpException.Unavailable(server(), "was not asked, as the host's headers could not be had", e));
        } finally {
            requests.remove(id);
        }
    }

    /** Reads events until the request is answered; a stream that ends before that is asked for again. */
    private void follow(HttpResponse<InputStream> first, Object id) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = first;
        String lastId = null;
        for (int resumptions = 0; ; resumptions++) {
            EventLines events = consume(response, id);
            lastId = events.lastId() == null ? lastId : events.lastId();
            if (!isUnanswered(id) || lastId == null || resumptions == MOST_RESUMPTIONS) {
                return;
            }
            Duration retry = events.retry();
            if (shut.await((retry == null ? RETRY : retry).toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                response = exchange(get().setHeader("Last-Event-ID", lastId));
            } catch (McpException.SessionLost e) {
                throw new McpException.Unavailable(server(), "has lost the session before it answered", e);
            }
        }
    }

    private EventLines consume(HttpResponse<InputStream> response, @Nullable Object id) throws IOException {
        try (InputStream body = response.body()) {
            EventLines events = new EventLines(body, settings.maxMessage());
            try {
                while (id == null || isUnanswered(id)) {
                    String data = events.next();
                    if (data == null) {
                        break;
                    }
                    receive(parsed(data));
                }
            } catch (IOException e) {
                if (events.lastId() == null || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.debug("A stream of MCP server {} broke off", server(), e);
            }
            return events;
        }
    }

    private void listen() {
        Duration pause = RETRY;
        String lastId = null;
        try {
            while (end() == null) {
                try {
                    HttpRequest.Builder get = get();
                    if (lastId != null) {
                        get.setHeader("Last-Event-ID", lastId);
                    }
                    EventLines events = consume(exchange(get), null);
                    lastId = events.lastId() == null ? lastId : events.lastId();
                    Duration retry = events.retry();
                    pause = retry == null ? RETRY : retry;
                } catch (IOException | BoundedLines.TooLong | McpException.Unavailable | McpException.InvalidAnswer e) {
                    LOG.debug("MCP server {} is not listened to", server(), e);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? pause.multipliedBy(2) : LONGEST_RETRY;
                }
                if (shut.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (McpException e) {
            LOG.debug("MCP server {} has nothing to say by itself", server(), e);
        } catch (InterruptedException e) {
            LOG.debug("MCP server {} is not listened to any more", server());
        }
    }

    private HttpRequest.Builder post(JSONRPCMessage message) {
        return headers("application/json, text/event-stream")
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(write(message)));
    }

    private HttpRequest.Builder get() {
        return headers("text/event-stream").GET();
    }

    private HttpRequest.Builder headers(String accept) {
        HttpRequest.Builder request = endpoint.request().setHeader("Accept", accept);
        String own = session;
        if (own != null) {
            request.setHeader(SESSION, own);
        }
        String version = protocol();
        if (version != null) {
            request.setHeader("MCP-Protocol-Version", version);
        }
        return request;
    }

    private HttpResponse<InputStream> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        String own = session;
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response;
        }
        response.body().close();
        if (status == NOT_FOUND && own != null) {
            throw new McpException.SessionLost(server());
        }
        throw new McpException.Refused(server(), status, "HTTP status " + status);
    }

    private JSONRPCMessage parsed(String text) {
        try {
            return read(text);
        } catch (IOException e) {
            throw new McpException.InvalidAnswer(server(), "sent what is no message of the protocol");
        }
    }

    private String bounded(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(settings.maxMessage() + 1);
        if (bytes.length > settings.maxMessage()) {
            throw new BoundedLines.TooLong(settings.maxMessage());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private McpException gone(IOException e) {
        return new McpException.Unavailable(server(), "cannot be reached: " + Foreign.line(e.toString()), e);
    }

    @Override
    void shut() {
        if (shut.getCount() == 0) {
            return;
        }
        shut.countDown();
        requests.values().forEach(Thread::interrupt);
        others.forEach(Thread::interrupt);
        if (session != null) {
            leave();
        }
        if (ownClient) {
            client.shutdownNow();
        }
    }

    /** Tells the server that the session is over; it may not want to know. */
    private void leave() {
        try {
            HttpRequest.Builder delete = headers("application/json").DELETE().timeout(NOTIFICATION_LIMIT.dividedBy(5));
            client.send(delete.build(), BodyHandlers.discarding());
        } catch (IOException e) {
            LOG.debug("MCP server {} was not told that the session is over", server(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package ai.netra.agents.testkit;

import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A server on 127.0.0.1 that says over HTTP what a {@link FakeLlmClient} says, in the formats of OpenAI's Chat Completions ({@code /v1/chat/completions})
 * and Responses ({@code /v1/responses}) and of Anthropic's Messages ({@code /v1/messages}), whole or streamed, as it is asked. For tests of clients, and of
 * programs with a client that cannot be replaced.
 *
 * <pre>{@code
 * try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hello"))) {
 *     LlmClient client = OpenAiClient.builder("any").baseUrl(server.uri() + "/v1").build();
 *     …
 * }
 * }</pre>
 *
 * <p>A failure in the script becomes the status and error that the provider has for it; after pieces of a stream, an error in the stream. What the script
 * has no reply for is answered with 400, and fails {@link #close()} as it does the client's. {@link #next(HttpFault)} has single calls go wrong below
 * that. It speaks HTTP/1.1 without TLS, is a proxy for such addresses, and needs a key of nobody. Thread-safe.
 */
public final class FakeLlmServer implements AutoCloseable {
    private static final Map<String, LlmWire> WIRES = Map.of(
            "/chat/completions",
            new ChatCompletionsWire(),
            "/responses",
            new ResponsesWire(),
            "/messages",
            new MessagesWire());

    private final FakeLlmClient script;
    private final ServerSocket listener;
    private final Queue<HttpFault> faults = new ConcurrentLinkedQueue<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Semaphore arrivals = new Semaphore(0);
    private final Semaphore hangUps = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);

    private FakeLlmServer(FakeLlmClient script) {
        this.script = script;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no server on a free port of 127.0.0.1", e);
        }
        Thread.ofVirtual().name("fake-llm-server").start(this::accept);
    }

    /** Starts a server of a script, which it closes with itself. */
    public static FakeLlmServer start(FakeLlmClient script) {
        return new FakeLlmServer(script);
    }

    /**
     * A request as it came.
     *
     * @param method such as {@code POST}
     * @param target the path with its query, or the whole address where the server was asked as a proxy
     * @param headers by their names in lower case, found in any case
     * @param body its text
     * @param request what it asks of the model; empty where it is no such request
     */
    public record Call(
            String method, String target, Map<String, String> headers, String body, Optional<LlmRequest> request) {}

    /** Where it listens, without a path: {@code http://127.0.0.1:40123}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Where it listens, as a proxy is named. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** Lets this happen to the next call for which nothing else was said before. */
    public void next(HttpFault fault) {
        faults.add(fault);
    }

    /** Every call so far, in the order of arrival. A copy. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Waits for a call that was not waited for yet; whether one has arrived in this time. */
    public boolean awaitCall(Duration patience) throws InterruptedException {
        return arrivals.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for a client that closes its connection before it has the whole answer, and was not waited for yet; whether one has in this time.
     */
    public boolean awaitHangUp(Duration patience) throws InterruptedException {
        return hangUps.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Closes every connection, then the script.
     *
     * @throws AssertionError if not everything went by the script
     */
    @Override
    public void close() {
        closed.countDown();
        closeQuietly(listener);
        sockets.forEach(FakeLlmServer::closeQuietly);
        script.close();
    }

    private static void closeQuietly(Closeable open) {
        try {
            open.close();
        } catch (IOException gone) {
            // it is closed all the same
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("fake-llm-connection").start(() -> serve(socket));
            }
        } catch (IOException over) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            WireConnection connection = new WireConnection(socket, closed);
            boolean more = true;
            while (more) {
                Optional<WireConnection.Incoming> incoming = connection.read();
                if (incoming.isEmpty()) {
                    return;
                }
                Answer answer = new Answer(connection, incoming.get(), faults.poll());
                Thread answering = Thread.ofVirtual().name("fake-llm-answer").start(answer);
                more = awaitMore(connection);
                if (!more && answer.over.compareAndSet(false, true)) {
                    hangUps.release();
                    answering.interrupt();
                }
                answering.join();
            }
        } catch (IOException | InterruptedException over) {
            // the client is gone, or the server closed
        } finally {
            sockets.remove(socket);
        }
    }

    private static boolean awaitMore(WireConnection connection) {
        try {
            return connection.awaitMore();
        } catch (IOException hungUp) {
            return false;
        }
    }

    /** The answer to one call. */
    private final class Answer implements Runnable, LlmWire.Events {
        private final WireConnection connection;
        private final WireConnection.Incoming incoming;
        private final HttpFault.Settings fault;
        private final WireConnection.Body body;
        private final AtomicBoolean over = new AtomicBoolean();
        private boolean alive = true;
        private int deltas;

        private Answer(WireConnection connection, WireConnection.Incoming incoming, @Nullable HttpFault fault) {
            this.connection = connection;
            this.incoming = incoming;
            this.fault = (fault == null ? HttpFault.none() : fault).settings();
            this.body = connection.body(this.fault, () -> over.set(true));
        }

        @Override
        public void run() {
            try {
                answer();
            } catch (IOException | InterruptedException gone) {
                // who asked hung up, or the server was closed
            }
        }

        private void answer() throws IOException, InterruptedException {
            Optional<LlmWire> wire = wire();
            Object read = wire.<Object>map(this::read).orElse("no such address: " + incoming.target());
            calls.add(new Call(
                    incoming.method(),
                    incoming.target(),
                    incoming.headers(),
                    incoming.body(),
                    Optional.of(read).filter(LlmRequest.class::isInstance).map(LlmRequest.class::cast)));
            arrivals.release();
            if (fault.body != null) {
                foreign(fault.body);
            } else if (fault.end == HttpFault.End.SILENCE) {
                closed.await();
            } else if (fault.cutAfter == 0) {
                over.set(true);
                connection.close(fault.end);
            } else if (read instanceof LlmRequest request) {
                reply(wire.orElseThrow(), request);
            } else {
                whole(
                        wire.isPresent() ? 400 : 404,
                        wire.orElse(new ChatCompletionsWire())
                                .error(new LlmWire.Failed(400, "invalid_request_error", read.toString())));
            }
        }

        private Optional<LlmWire> wire() {
            String path = URI.create(incoming.target()).getPath();
            return WIRES.entrySet().stream()
                    .filter(entry -> path.endsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        /** The request, or what is wrong with it. */
        private Object read(LlmWire wire) {
            try {
                return wire.request(WireObject.parse(incoming.body()));
            } catch (RuntimeException wrong) {
                return String.valueOf(wrong.getMessage());
            }
        }

        private void reply(LlmWire wire, LlmRequest request) throws IOException, InterruptedException {
            FakeReply reply;
            try {
                reply = script.next(request);
            } catch (AssertionError unexpected) { // remembered there
                whole(400, wire.error(new LlmWire.Failed(400, "invalid_request_error", "the script has no reply")));
                return;
            }
            script.awaitLatency(reply);
            boolean streamed = WireObject.parse(incoming.body()).isTrue("stream");
            LlmException failure = reply.failure().orElse(null);
            if (failure != null && !(streamed && !reply.pieces().isEmpty())) {
                if (failure instanceof LlmException.Refused) {
                    refuse(wire, String.valueOf(failure.getMessage()), streamed);
                } else {
                    fail(wire, failure);
                }
            } else if (streamed) {
                connection.head(200, "text/event-stream; charset=utf-8", fault.headers);
                int earlier = FakeLlmClient.toolUses(request);
                if (failure == null) {
                    wire.stream(reply.pieces(), reply.response(earlier), this);
                } else {
                    wire.brokenStream(reply.pieces(), reply.response(earlier), failure, this);
                }
                end();
            } else {
                whole(200, wire.whole(reply.response(FakeLlmClient.toolUses(request))));
            }
        }

        private void refuse(LlmWire wire, String words, boolean streamed) throws IOException, InterruptedException {
            if (streamed) {
                connection.head(200, "text/event-stream; charset=utf-8", fault.headers);
                wire.refusalStream(words, this);
                end();
            } else {
                whole(200, wire.refusal(words));
            }
        }

        private void fail(LlmWire wire, LlmException failure) throws IOException, InterruptedException {
            LlmWire.Failed failed = wire.failed(failure);
            failure.retryAfter()
                    .ifPresent(wait -> fault.headers.putIfAbsent("retry-after-ms", Long.toString(wait.toMillis())));
            whole(failed.status(), wire.error(failed));
        }

        private void whole(int status, String json) throws IOException, InterruptedException {
            connection.head(status, "application/json", fault.headers);
            alive = body.write(json.getBytes(StandardCharsets.UTF_8));
            end();
        }

        private void foreign(byte[] bytes) throws IOException, InterruptedException {
            connection.head(fault.status, fault.mediaType, fault.headers);
            for (long times = fault.times; alive && times > 0; times--) {
                alive = body.write(bytes);
            }
            end();
        }

        @Override
        public void event(String type, String data) throws IOException, InterruptedException {
            String end = fault.noisy ? "\r\n" : "\n";
            String before = fault.noisy ? ": keep-alive\r\n\r\nevent: unknown\r\n\r\nid: 1\r\nretry: 5\r\n" : "";
            String event = before + (type.isEmpty() ? "" : "event: " + type + end) + "data: " + data + end + end;
            alive = alive && body.write(event.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void delta(String type, String data) throws IOException, InterruptedException {
            CountDownLatch latch = fault.latch;
            if (latch != null && deltas == fault.heldAfter) {
                latch.await();
            }
            deltas++;
            event(type, data);
        }

        private void end() throws IOException {
            boolean whole = over.compareAndSet(false, true);
            if (alive && whole) {
                body.end();
            }
        }
    }
}

package ai.netra.agents.mcp;

import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Task;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpNotificationHandler;
import io.modelcontextprotocol.server.McpRequestHandler;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Takes clients' calls, has each made on a thread of its own, and stops those that are cancelled. One desk serves every session of a server. */
final class CallDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CallDesk.class);
    private static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;
    private static final int BUSY = -32000;

    private final Map<String, ServedEntry> entries;
    private final McpJsonMapper json;
    private final SystemScheduler scheduler;
    private final Duration limit;
    private final Semaphore places;
    private final Map<CallId, Running> running = new ConcurrentHashMap<>();

    CallDesk(
            Map<String, ServedEntry> entries,
            McpJsonMapper json,
            SystemScheduler scheduler,
            Duration limit,
            int mostCalls) {
        this.entries = entries;
        this.json = json;
        this.scheduler = scheduler;
        this.limit = limit;
        this.places = new Semaphore(mostCalls);
    }

    /**
     * Which call it is.
     *
     * @param session the client's session
     * @param request the client's id for it, unique there
     */
    private record CallId(String session, Object request) {}

    /** A call that is being made. */
    private static final class Running {
        private final UserId user;
        private volatile boolean cancelled;
        private volatile @Nullable Task task;

        Running(UserId user) {
            this.user = user;
        }

        void begin(Task own) {
            task = own;
            if (cancelled) {
                own.interrupt();
            }
        }

        void cancel() {
            cancelled = true;
            Task own = task;
            if (own != null) {
                own.interrupt();
            }
        }
    }

    Map<String, McpRequestHandler<?>> requests(Function<McpTransportContext, UserId> users) {
        List<McpSchema.Tool> tools =
                entries.values().stream().map(ServedEntry::definition).toList();
        return Map.of(
                "ping",
                (exchange, params) -> Mono.just(Map.of()),
                "tools/list",
                (exchange, params) ->
                        Mono.just(McpSchema.ListToolsResult.builder(tools).build()),
                "tools/call",
                (McpRequestHandler<McpSchema.CallToolResult>)
                        (exchange, params) -> call(exchange, params, users.apply(exchange.transportContext())));
    }

    Map<String, McpNotificationHandler> notifications(Function<McpTransportContext, UserId> users) {
        return Map.of(
                "notifications/initialized",
                (exchange, params) -> Mono.empty(),
                "notifications/roots/list_changed",
                (exchange, params) -> Mono.empty(),
                "notifications/cancelled",
                (exchange, params) -> Mono.fromRunnable(
                        () -> cancel(exchange.sessionId(), params, users.apply(exchange.transportContext()))));
    }

    private Mono<McpSchema.CallToolResult> call(McpAsyncServerExchange exchange, @Nullable Object params, UserId user) {
        if (!(params instanceof Map<?, ?> named)
                || !(named.get("name") instanceof String name)
                || !(named.get("arguments") == null || named.get("arguments") instanceof Map<?, ?>)) {
            return refused(INVALID_PARAMS, "a call has a name, and arguments that are an object");
        }
        ServedEntry entry = entries.get(name);
        if (entry == null) {
            return refused(INVALID_PARAMS, "Unknown tool: " + Foreign.line(name, 64));
        }
        String arguments;
        try {
            arguments = named.get("arguments") == null ? "{}" : json.writeValueAsString(named.get("arguments"));
        } catch (IOException e) {
            return refused(INVALID_PARAMS, "arguments that have no JSON form");
        }
        Object token = named.get("_meta") instanceof Map<?, ?> meta ? meta.get("progressToken") : null;
        Object request = named.get(RequestIds.ID);
        CallId id = new CallId(exchange.sessionId(), request == null ? new Object() : request);
        return Mono.create(sink -> begin(entry, id, user, arguments, progress(exchange, token), sink));
    }

    private static <T> Mono<T> refused(int code, String message) {
        return Mono.error(McpError.builder(code).message(message).build());
    }

    private static Consumer<String> progress(McpAsyncServerExchange exchange, @Nullable Object token) {
        if (token == null) {
            return what -> {};
        }
        AtomicInteger steps = new AtomicInteger();
        return what -> exchange.progressNotification(
                        McpSchema.ProgressNotification.builder(token, steps.incrementAndGet())
                                .message(what)
                                .build())
                .block();
    }

    private void begin(
            ServedEntry entry,
            CallId id,
            UserId user,
            String arguments,
            Consumer<String> progress,
            MonoSink<McpSchema.CallToolResult> sink) {
        Running call = new Running(user);
        if (!places.tryAcquire()) {
            sink.error(McpError.builder(BUSY)
                    .message("too many calls at once; try again later")
                    .build());
            return;
        }
        if (running.putIfAbsent(id, call) != null) {
            places.release();
            sink.error(McpError.builder(INVALID_PARAMS)
                    .message("a request of this id is being answered")
                    .build());
            return;
        }
        scheduler.fork("mcp-call-" + entry.definition().name(), task -> {
            try {
                call.begin(task);
                McpSchema.CallToolResult result =
                        entry.call(new ServedCall(user, id.session(), arguments, task, scheduler, limit, progress));
                end(id, call, () -> sink.success(result), sink);
            } catch (InterruptedException e) {
                end(id, call, () -> sink.error(internal()), sink);
            } catch (Throwable e) { // an Error too: the client would wait for ever, and the thread ends here anyway
                LOG.warn("A client's call of {} failed", entry.definition().name(), e);
                end(id, call, () -> sink.error(internal()), sink);
            }
        });
    }

    /** A cancelled call has no answer. */
    private void end(CallId id, Running call, Runnable answer, MonoSink<McpSchema.CallToolResult> sink) {
        running.remove(id);
        places.release();
        if (call.cancelled) {
            sink.success();
        } else {
            answer.run();
        }
    }

    private static McpError internal() {
        return McpError.builder(INTERNAL_ERROR).message("Internal error").build();
    }

    private void cancel(String session, @Nullable Object params, UserId user) {
        Object request = params instanceof Map<?, ?> named ? named.get("requestId") : null;
        Running call = request == null ? null : running.get(new CallId(session, request));
        if (call != null && call.user.equals(user)) {
            call.cancel();
        }
    }

    /** Cancels all calls of a session. */
    void leave(String session) {
        running.forEach((id, call) -> {
            if (id.session().equals(session)) {
                call.cancel();
            }
        });
    }

    /** Cancels all calls. */
    void leave() {
        running.values().forEach(Running::cancel);
    }
}

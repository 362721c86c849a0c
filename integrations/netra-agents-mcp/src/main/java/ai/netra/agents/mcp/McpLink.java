package ai.netra.agents.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A connection to one server, under the SDK's session: a transport that knows which requests are unanswered. So it can do what the SDK's transports do not:
 * fail what is unanswered when the server goes away, cancel a request by its id, and drop answers that nobody asked for.
 */
abstract class McpLink implements McpClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(McpLink.class);
    private static final String LIST_CHANGED = "notifications/tools/list_changed";
    private static final int INTERNAL_ERROR = -32603;

    final LinkSettings settings;
    private final Map<Object, SentCall<?>> unanswered = new ConcurrentHashMap<>();
    private volatile @Nullable Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> session;
    private volatile @Nullable McpException end;
    private volatile @Nullable String protocol;

    McpLink(LinkSettings settings) {
        this.settings = settings;
    }

    /**
     * What every link has.
     *
     * @param server the server's name
     * @param json reads and writes messages
     * @param maxMessage how many bytes a message of the server's may have
     * @param onListChanged hears that the server's tools are others
     */
    record LinkSettings(String server, McpJsonMapper json, int maxMessage, Runnable onListChanged) {}

    /** Begins; may fail with an {@link McpException}. */
    abstract void open();

    /** Sends a message, without waiting for an answer. May fail with an {@link McpException}. */
    abstract void send(JSONRPCMessage message);

    /** Tells the server that nobody waits for an answer any more, and returns at once. */
    abstract void sendCancelled(Object id, JSONRPCNotification cancelled);

    /** Ends it, and returns when nothing is left of it. */
    abstract void shut();

    final String server() {
        return settings.server();
    }

    /** Why nothing can be sent any more, or null while it can. */
    final @Nullable McpException end() {
        return end;
    }

    /** The version of the protocol that was agreed on, or null before that. */
    final @Nullable String protocol() {
        return protocol;
    }

    final boolean isUnanswered(Object id) {
        return unanswered.containsKey(id);
    }

    @Override
    public final Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> {
            session = handler;
            try {
                open();
            } catch (McpException e) {
                end = e; // and sending says so: the SDK only logs what is thrown here
            }
        });
    }

    @Override
    public final Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.deferContextual(context -> {
            protocol = context.getOrDefault(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, protocol);
            McpException over = end;
            if (over != null) {
                return Mono.error(over);
            }
            if (message instanceof JSONRPCRequest request) {
                SentCall<?> call = context.<SentCall<?>>getOrEmpty(SentCall.KEY).orElseGet(SentCall::new);
                call.sent(request.id());
                unanswered.put(request.id(), call);
            }
            try {
                send(message);
            } catch (McpException e) {
                if (message instanceof JSONRPCRequest request) {
                    unanswered.remove(request.id());
                }
                return Mono.error(e);
            }
            return Mono.empty();
        });
    }

    /** Reads a message of the server's. One that is none is an {@link IOException}. */
    final JSONRPCMessage read(String text) throws IOException {
        try {
            return McpSchema.deserializeJsonRpcMessage(settings.json(), text);
        } catch (RuntimeException e) {
            throw new IOException("not a JSON-RPC message", e);
        }
    }

    final String write(JSONRPCMessage message) {
        try {
            return settings.json().writeValueAsString(message);
        } catch (IOException | RuntimeException e) {
            throw new McpException.InvalidAnswer(server(), "could not be sent a message that has no JSON form");
        }
    }

    /** Hands a message of the server's to the SDK's session. */
    final void receive(JSONRPCMessage message) {
        if (message instanceof JSONRPCResponse response
                && (response.id() == null || unanswered.remove(response.id()) == null)) {
            LOG.debug("MCP server {} answered what nobody asks any more", server());
            return;
        }
        if (message instanceof JSONRPCNotification notification && LIST_CHANGED.equals(notification.method())) {
            settings.onListChanged().run();
            return; // the SDK would list the tools without bounds
        }
        hand(message);
    }

    private void hand(JSONRPCMessage message) {
        Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> current = session;
        if (current != null) {
            current.apply(Mono.just(message)).subscribe(ignored -> {}, e -> LOG.debug("A message of {}", server(), e));
        }
    }

    /** Gives up on a request: its caller waits no more, and what comes for it is dropped. */
    final void abandon(Object id, String reason) {
        if (unanswered.remove(id) != null) {
            dismiss(id);
            sendCancelled(
                    id, new JSONRPCNotification("notifications/cancelled", Map.of("requestId", id, "reason", reason)));
        }
    }

    /** Fails a request. */
    final void fail(Object id, McpException why) {
        SentCall<?> call = unanswered.remove(id);
        if (call != null) {
            call.answer().completeExceptionally(why);
            dismiss(id);
        }
    }

    /** Ends the link, and fails one request for a reason of its own. By when its caller hears of it, the link has ended. */
    final void fail(McpException why, Object id, McpException own) {
        end = end == null ? why : end;
        fail(id, own);
        fail(why);
    }

    /** Ends the link: whatever is unanswered fails, and nothing can be sent. */
    final void fail(McpException why) {
        end = end == null ? why : end;
        List.copyOf(unanswered.keySet()).forEach(id -> fail(id, why));
    }

    /** Has the SDK's session forget a request, which it would keep for ever. */
    private void dismiss(Object id) {
        hand(JSONRPCResponse.error(id, new JSONRPCResponse.JSONRPCError(INTERNAL_ERROR, "given up", null)));
    }

    @Override
    public final void close() {
        fail(new McpException.Unavailable(server(), "is closed"));
        shut();
    }

    @Override
    public final Mono<Void> closeGracefully() {
        return Mono.fromRunnable(this::close);
    }

    @Override
    public final <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return settings.json().convertValue(data, type);
    }
}

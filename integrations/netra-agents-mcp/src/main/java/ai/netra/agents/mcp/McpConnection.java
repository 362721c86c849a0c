package ai.netra.agents.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A session of the SDK's over a link, called by threads that wait, and that may be interrupted. Once its link has ended it is of no more use. */
final class McpConnection {
    /** What is asked for has a time limit of its own, so the SDK's only has to be longer than any. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_TOOLS = 1_000;
    private static final int MOST_PAGES = 100;

    private final McpLink link;
    private final McpAsyncClient client;

    McpConnection(McpLink link, Consumer<McpSchema.ProgressNotification> onProgress) {
        this.link = link;
        this.client = McpClient.async(link)
                .clientInfo(McpSchema.Implementation.builder("netra-agents", version())
                        .build())
                .capabilities(McpSchema.ClientCapabilities.builder().build())
                .requestTimeout(LONGEST)
                .initializationTimeout(LONGEST)
                .jsonSchemaValidator(new Unchecked())
                .progressConsumer(progress -> Mono.fromRunnable(() -> onProgress.accept(progress)))
                .build();
    }

    /** Results are checked by our own validator, which knows which tool was granted. */
    private static final class Unchecked implements JsonSchemaValidator {
        @Override
        public ValidationResponse validate(Map<String, Object> schema, Object structuredContent) {
            return ValidationResponse.asValid(null);
        }
    }

    private static String version() {
        String version = McpConnection.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    boolean isOver() {
        return link.end() != null;
    }

    void initialize(Duration limit) throws InterruptedException {
        await(client.initialize(), limit, "did not begin a session");
    }

    /** All tools that the server offers, within bounds. */
    List<McpSchema.Tool> list(Duration limit) throws InterruptedException {
        McpSchema.ServerCapabilities capabilities = client.getServerCapabilities();
        if (capabilities == null || capabilities.tools() == null) {
            return List.of();
        }
        long end = System.nanoTime() + limit.toNanos();
        List<McpSchema.Tool> tools = new ArrayList<>();
        String cursor = McpSchema.FIRST_PAGE;
        for (int page = 0; page < MOST_PAGES; page++) {
            McpSchema.ListToolsResult listed = await(
                    client.listTools(cursor), Duration.ofNanos(end - System.nanoTime()), "did not list its tools");
            tools.addAll(listed.tools());
            cursor = listed.nextCursor();
            if (tools.size() > MOST_TOOLS) {
                break;
            }
            if (cursor == null || cursor.isEmpty()) {
                return tools;
            }
        }
        throw new McpException.InvalidAnswer(
                link.server(), "lists more than " + MOST_TOOLS + " tools, or " + MOST_PAGES + " pages of them");
    }

    McpSchema.CallToolResult call(McpSchema.CallToolRequest request, Duration limit) throws InterruptedException {
        return await(client.callTool(request), limit, "did not answer a call of tool '" + request.name() + "'");
    }

    void close() {
        link.close();
    }

    private <T> T await(Mono<T> asked, Duration limit, String missed) throws InterruptedException {
        SentCall<T> call = new SentCall<>();
        Disposable subscription = asked.contextWrite(context -> context.put(SentCall.KEY, call))
                .subscribe(
                        value -> call.answer().complete(value),
                        error -> call.answer().completeExceptionally(error),
                        () -> call.answer().completeExceptionally(new IllegalStateException("no answer")));
        try {
            return call.answer().get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(call, subscription, "its time is over");
            throw new McpException.TimedOut(link.server(), missed + " in time");
        } catch (InterruptedException e) {
            giveUp(call, subscription, "its caller was interrupted");
            throw e;
        } catch (ExecutionException e) {
            subscription.dispose();
            throw failure(e.getCause());
        }
    }

    private void giveUp(SentCall<?> call, Disposable subscription, String reason) {
        subscription.dispose();
        Object id = call.id();
        if (id != null) {
            link.abandon(id, reason);
        }
    }

    private McpException failure(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof McpException known) {
                return known;
            }
            if (cause instanceof McpError refused) {
                McpSchema.JSONRPCResponse.JSONRPCError error = refused.getJsonRpcError();
                return new McpException.Refused(
                        link.server(), error == null ? 0 : error.code(), Foreign.line(refused.getMessage()));
            }
        }
        return new McpException.InvalidAnswer(
                link.server(),
                "sent an answer of another form than was asked for"
                        + (thrown == null ? "" : ": " + thrown.getClass().getSimpleName()));
    }
}

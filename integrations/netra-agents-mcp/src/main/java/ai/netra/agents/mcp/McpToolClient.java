package ai.netra.agents.mcp;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.NearestName;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tools of one MCP server, as tools of agents.
 *
 * <pre>{@code
 * try (McpToolClient files = McpToolClient.builder("files", McpStdio.of("npx", "-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/srv/docs"))
 *         .prefix("files_")
 *         .connect()) {
 *     ToolRegistry.Builder registry = ToolRegistry.builder();
 *     files.tools("read_text_file", "search_files").forEach(registry::register);
 * }
 * }</pre>
 *
 * <p>A tool is what the server said of it when {@link #tools} was called. When the server says that its tools are others, a listener may hear of it; what is
 * new is nobody's to call, and what has changed or gone is refused, until the host takes the list again.
 *
 * <p>A server that has gone away fails the calls that it had not answered, which are not made again, as they may have acted. The next call starts or connects to it
 * anew, and looks whether its tools are still the same.
 *
 * <p>The server is asked for tools and nothing else, and is offered nothing: no sampling, no elicitation, no roots. What it returns is content that others wrote.
 * Thread-safe.
 */
public final class McpToolClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpToolClient.class);
    private static final TypeRef<Map<String, Object>> ARGUMENTS = new TypeRef<>() {};

    private final String name;
    private final Builder options;
    private final McpJsonMapper json =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Consumer<McpSchema.ProgressNotification>> inProgress = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private @Nullable McpConnection connection;
    private boolean closed;
    private boolean listed;
    private volatile boolean stale = true;
    private volatile Map<String, ToolDefinition> offered = Map.of();

    private McpToolClient(Builder options) {
        this.name = options.name;
        this.options = options;
    }

    /**
     * Builds a client.
     *
     * @param name what the host calls the server: in messages, logs and the names of threads
     * @param endpoint where it is
     * @throws InvalidDefinitionException if the name is not 1 to 64 letters, digits, {@code _} or {@code -}
     */
    public static Builder builder(String name, McpEndpoint endpoint) {
        return new Builder(name, endpoint);
    }

    /** What the host calls the server. */
    public String name() {
        return name;
    }

    /**
     * All tools that the server offers now.
     *
     * @throws InvalidDefinitionException if there is one that cannot be used; then name those that are wanted
     * @throws McpException if the server does not list them
     */
    public List<McpTool> tools() throws InterruptedException {
        return granted(list().values());
    }

    /**
     * These tools, as the server offers them now.
     *
     * @param names the server's names for them
     * @throws InvalidDefinitionException if it does not offer one of them, or one of them cannot be used
     * @throws McpException if the server does not list them
     */
    public List<McpTool> tools(String... names) throws InterruptedException {
        Map<String, ToolDefinition> listed = list();
        List<ToolDefinition> wanted = new ArrayList<>();
        for (String wantedName : new LinkedHashSet<>(List.of(names))) {
            ToolDefinition definition = listed.get(wantedName);
            if (definition == null) {
                throw new InvalidDefinitionException("MCP server '" + name + "' offers no tool '" + wantedName + "'"
                        + NearestName.hint(wantedName, listed.keySet()) + "; it offers "
                        + Foreign.line(listed.keySet().toString()));
            }
            wanted.add(definition);
        }
        return granted(wanted);
    }

    private List<McpTool> granted(Iterable<ToolDefinition> definitions) {
        Map<String, McpTool> tools = new LinkedHashMap<>();
        for (ToolDefinition definition : definitions) {
            McpTool tool = new McpTool(
                    this, definition, definition.spec(name, options.prefix, options.hints), definition.results(name));
            McpTool other = tools.putIfAbsent(tool.spec().name(), tool);
            if (other != null) {
                throw new InvalidDefinitionException(
                        "MCP server '" + name + "' has tools '" + other.remoteName() + "' and '" + definition.name()
                                + "', both '" + tool.spec().name() + "' here; take one of them");
            }
        }
        return List.copyOf(tools.values());
    }

    private Map<String, ToolDefinition> list() throws InterruptedException {
        stale = true;
        current(Deadline.in(options.connectTimeout));
        return offered;
    }

    /** A session whose list of tools is known. */
    private McpConnection current(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (closed) {
                throw new McpException.Unavailable(name, "is not connected to any more: the client was closed");
            }
            McpConnection open = connection;
            if (open == null || open.isOver()) {
                open = connect(deadline);
                connection = open;
            }
            if (stale) {
                stale = false;
                try {
                    refresh(open.list(deadline.left()));
                } catch (RuntimeException | InterruptedException e) {
                    stale = true;
                    throw e;
                }
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private McpConnection connect(Deadline deadline) throws InterruptedException {
        if (connection != null) {
            connection.close();
            LOG.info("MCP server {} is connected to anew", name);
        }
        stale = true;
        McpConnection fresh = new McpConnection(
                options.endpoint.link(new McpLink.LinkSettings(name, json, options.maxMessageBytes, this::listChanged)),
                this::progressed);
        try {
            fresh.initialize(deadline.left());
        } catch (RuntimeException | InterruptedException e) {
            fresh.close();
            throw e;
        }
        return fresh;
    }

    private void refresh(List<McpSchema.Tool> offers) {
        Map<String, ToolDefinition> now = new LinkedHashMap<>();
        for (McpSchema.Tool tool : offers) {
            if (tool.name() == null || now.putIfAbsent(tool.name(), ToolDefinition.of(tool)) != null) {
                throw new McpException.InvalidAnswer(
                        name, "lists a tool without a name, or two of the name " + Foreign.line(tool.name()));
            }
        }
        McpToolChanges changes = changes(offered, now);
        boolean tell = listed && !changes.isEmpty();
        offered = Collections.unmodifiableMap(now);
        listed = true;
        if (tell) {
            Thread.ofVirtual().name("mcp-" + name).start(() -> tell(changes));
        }
    }

    private McpToolChanges changes(Map<String, ToolDefinition> before, Map<String, ToolDefinition> after) {
        Set<String> added = new LinkedHashSet<>();
        Set<String> changed = new LinkedHashSet<>();
        after.forEach((tool, definition) -> {
            ToolDefinition old = before.get(tool);
            if (old == null) {
                added.add(tool);
            } else if (!old.fingerprint().equals(definition.fingerprint())) {
                changed.add(tool);
            }
        });
        Set<String> removed = new LinkedHashSet<>(before.keySet());
        removed.removeAll(after.keySet());
        return new McpToolChanges(name, added, changed, removed);
    }

    private void tell(McpToolChanges changes) {
        try {
            options.onToolsChanged.accept(changes);
        } catch (RuntimeException e) {
            LOG.warn("A listener to the tools of MCP server {} failed", name, e);
        }
    }

    /** On a thread of the link's, which must not wait. */
    private void listChanged() {
        stale = true;
        Thread.ofVirtual().name("mcp-" + name).start(() -> {
            try {
                current(Deadline.in(options.connectTimeout));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("MCP server {} says that its tools are others, and they could not be seen", name, e);
            }
        });
    }

    ToolResult call(McpTool tool, ToolArguments arguments, ToolContext context) throws InterruptedException {
        Deadline deadline = Deadline.in(options.callTimeout);
        try {
            return callOnce(tool, arguments, context, deadline);
        } catch (McpException.SessionLost notCalled) {
            return callOnce(tool, arguments, context, deadline);
        }
    }

    private ToolResult callOnce(McpTool tool, ToolArguments arguments, ToolContext context, Deadline deadline)
            throws InterruptedException {
        McpConnection open = current(deadline);
        ToolDefinition now = offered.get(tool.remoteName());
        if (now == null || !now.fingerprint().equals(tool.fingerprint())) {
            throw new McpException.ToolChanged(
                    name,
                    Foreign.line(tool.remoteName(), 128),
                    now == null ? "does not offer any more" : "has changed");
        }
        String token = Long.toString(tokens.incrementAndGet());
        McpSchema.CallToolRequest request = McpSchema.CallToolRequest.builder(tool.remoteName())
                .arguments(plain(arguments))
                .progressToken(token)
                .build();
        inProgress.put(token, said -> options.onProgress.accept(progress(tool, context, said)));
        try {
            return options.reader().read(open.call(request, deadline.left()), tool.results());
        } finally {
            inProgress.remove(token);
        }
    }

    private Map<String, Object> plain(ToolArguments arguments) {
        try {
            return json.readValue(arguments.text(), ARGUMENTS);
        } catch (IOException | RuntimeException e) {
            throw new InvalidDefinitionException("arguments for MCP server '" + name + "' are not a JSON object");
        }
    }

    private McpProgress progress(McpTool tool, ToolContext context, McpSchema.ProgressNotification said) {
        return new McpProgress(
                name,
                tool.spec().name(),
                context.agent(),
                context.user(),
                context.run(),
                said.progress() == null ? 0 : said.progress(),
                said.total() == null ? OptionalDouble.empty() : OptionalDouble.of(said.total()),
                Foreign.line(said.message()));
    }

    private void progressed(McpSchema.ProgressNotification said) {
        Consumer<McpSchema.ProgressNotification> listener = inProgress.get(String.valueOf(said.progressToken()));
        if (listener == null) {
            return;
        }
        try {
            listener.accept(said);
        } catch (RuntimeException e) {
            LOG.warn("A listener to the progress of MCP server {} failed", name, e);
        }
    }

    /** Ends the session, and the child process where there is one; calls that are not answered fail. Returns when nothing is left. */
    @Override
    public void close() {
        McpConnection open;
        lock.lock();
        try {
            closed = true;
            open = connection;
            connection = null;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return "McpToolClient[" + name + ", " + options.endpoint + "]";
    }

    /**
     * When something is to be done by.
     *
     * @param nanos by the clock of {@link System#nanoTime}
     */
    private record Deadline(long nanos) {
        static Deadline in(Duration limit) {
            return new Deadline(System.nanoTime() + limit.toNanos());
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
        }
    }

    /** Builds an {@link McpToolClient}. */
    public static final class Builder {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

        private final String name;
        private final McpEndpoint endpoint;
        private String prefix = "";
        private ServerHints hints = ServerHints.IGNORED;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration callTimeout = Duration.ofMinutes(10);
        private int maxMessageBytes = 16 * 1024 * 1024;
        private int maxResultChars = 100_000;
        private int maxMediaChars;
        private Consumer<? super McpProgress> onProgress = progress -> {};
        private Consumer<? super McpToolChanges> onToolsChanged = changes -> {};

        private Builder(String name, McpEndpoint endpoint) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidDefinitionException(
                        "name of an MCP server '" + name + "' is malformed; use 1 to 64 letters, digits, '_' or '-'");
            }
            this.name = name;
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        }

        private Builder(Builder other) {
            this.name = other.name;
            this.endpoint = other.endpoint;
            this.prefix = other.prefix;
            this.hints = other.hints;
            this.connectTimeout = other.connectTimeout;
            this.callTimeout = other.callTimeout;
            this.maxMessageBytes = other.maxMessageBytes;
            this.maxResultChars = other.maxResultChars;
            this.maxMediaChars = other.maxMediaChars;
            this.onProgress = other.onProgress;
            this.onToolsChanged = other.onToolsChanged;
        }

        /**
         * Puts this before each tool's name, so that two servers may have a tool of the same name; nothing by default.
         *
         * @throws InvalidDefinitionException if it is not up to 32 letters, digits, {@code _} or {@code -}
         */
        public Builder prefix(String newPrefix) {
            if (!newPrefix.matches("[A-Za-z0-9_-]{0,32}")) {
                throw new InvalidDefinitionException("prefix '" + newPrefix + "' of the tools of MCP server '" + name
                        + "' is malformed; use up to 32 letters, digits, '_' or '-'");
            }
            prefix = newPrefix;
            return this;
        }

        /** Sets what becomes of what the server says of its tools' effects; {@link ServerHints#IGNORED} by default. */
        public Builder hints(ServerHints trust) {
            hints = trust;
            return this;
        }

        /** Sets how long starting or connecting, and listing tools, may take in all; 30 s by default. */
        public Builder connectTimeout(Duration limit) {
            connectTimeout = positive("connect timeout", limit);
            return this;
        }

        /** Sets how long a call may take, where nothing interrupts it before; 10 min by default. Runs have limits of their own, which are shorter. */
        public Builder callTimeout(Duration limit) {
            callTimeout = positive("call timeout", limit);
            return this;
        }

        /** Sets how long a message of the server's may be, in bytes; 16 MiB by default. A longer one over a child's output ends the child. */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = positive("message size", bytes);
            return this;
        }

        /** Sets how many characters of a result are taken; 100,000 by default. Of text the beginning is taken, and says what is left out. */
        public Builder maxResultChars(int characters) {
            maxResultChars = positive("result size", characters);
            return this;
        }

        /** Takes images, sounds and files of up to so many characters of Base64; by default none, and the result says what was left out. */
        public Builder maxMediaChars(int characters) {
            maxMediaChars = positive("media size", characters);
            return this;
        }

        /** Sets who hears how far calls have come, on a thread of the connection's, so briefly. What it throws is logged. */
        public Builder onProgress(Consumer<? super McpProgress> listener) {
            onProgress = listener;
            return this;
        }

        /** Sets who hears that the server offers other tools than before, on a thread of its own. What it throws is logged. */
        public Builder onToolsChanged(Consumer<? super McpToolChanges> listener) {
            onToolsChanged = listener;
            return this;
        }

        /**
         * Starts the server or connects to it, and lists its tools.
         *
         * @throws McpException if it is not there, or does not do as it should
         */
        public McpToolClient connect() throws InterruptedException {
            McpToolClient client = new McpToolClient(new Builder(this));
            try {
                client.list();
            } catch (RuntimeException | InterruptedException e) {
                client.close();
                throw e;
            }
            return client;
        }

        private ResultReader reader() {
            return new ResultReader(maxResultChars, maxMediaChars);
        }

        private Duration positive(String what, Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new InvalidDefinitionException(
                        what + " of MCP server '" + name + "' is " + limit + "; use a positive duration");
            }
            return limit;
        }

        private int positive(String what, int size) {
            if (size <= 0) {
                throw new InvalidDefinitionException(
                        what + " of MCP server '" + name + "' is " + size + "; use a positive number");
            }
            return size;
        }
    }
}

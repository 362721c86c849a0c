package ai.netra.agents.mcp;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentRuntime;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.transport.DefaultServerTransportSecurityValidator;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.DefaultMcpStreamableServerSessionFactory;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tools and agents, served to MCP clients: each as a tool of the protocol, over standard input and output, or over streamable HTTP from a servlet.
 *
 * <pre>{@code
 * McpToolServer server = McpToolServer.builder("acme-tools", "1.0")
 *         .tools(dispatcher, "mcp")            // what is granted to "mcp", and nothing else
 *         .agent(runtime, flow)
 *         .build();
 * HttpServlet servlet = server.servlet("/mcp", request -> signedIn(request), List.of("tools.example.com"));
 * }</pre>
 *
 * <p>Who calls is the host's to say, for each request; nobody is let in whom it does not know, and a session is its beginner's alone. A client that cancels a call
 * interrupts the tool, or cancels the run. Runs tell their progress, by the kind of each event and the name of its agent, where the client wants to hear.
 *
 * <p>Served are tools, and nothing else: no resources, prompts, completions or logging; the list does not change. Thread-safe.
 */
public final class McpToolServer implements AutoCloseable {
    private static final List<String> VERSIONS =
            List.of(ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);
    /** Nothing is asked of clients. */
    private static final Duration NEVER_ASKED = Duration.ofMinutes(1);

    private final McpSchema.Implementation info;
    private final String instructions;
    private final int maxMessageBytes;
    private final McpJsonMapper json =
            new RequestIds(new JacksonMcpJsonMapper(JsonMapper.builder().build()));
    private final SystemScheduler scheduler = SystemScheduler.create();
    private final CallDesk desk;

    private McpToolServer(Builder options) {
        this.info =
                McpSchema.Implementation.builder(options.name, options.version).build();
        this.instructions = options.instructions;
        this.maxMessageBytes = options.maxMessageBytes;
        this.desk = new CallDesk(
                Collections.unmodifiableMap(new LinkedHashMap<>(options.entries)),
                json,
                scheduler,
                options.callTimeout,
                options.maxCalls);
    }

    /** Builds a server, with the name and version that clients are told. */
    public static Builder builder(String name, String version) {
        return new Builder(name, version);
    }

    /**
     * Serves one client over a pair of streams, such as {@link System#in} and {@link System#out}, to which nothing else may then write. Returns when the client has
     * gone, and its calls have been cancelled.
     *
     * @param user whom all its calls are for
     * @throws InterruptedException if the calling thread is interrupted; the client is served no more
     */
    public void serve(InputStream in, OutputStream out, UserId user) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        StdioServerTransportProvider streams = new StdioServerTransportProvider(json, in, out, maxMessageBytes);
        Function<McpTransportContext, UserId> users = context -> user;
        streams.setSessionFactory(transport -> {
            String session = UUID.randomUUID().toString();
            return new McpServerSession(
                    session,
                    NEVER_ASKED,
                    transport,
                    this::initialize,
                    desk.requests(users),
                    desk.notifications(users),
                    () -> Mono.fromRunnable(() -> {
                        desk.leave(session);
                        gone.countDown();
                    }));
        });
        try {
            gone.await();
        } finally {
            streams.closeGracefully().block(Duration.ofSeconds(1));
        }
    }

    /**
     * A servlet that serves any number of clients, to be mapped to this path in the host's container, with asynchronous requests allowed.
     *
     * @param path how the addresses end that it answers, such as {@code /mcp}
     * @param identity whom a request is for, from what the host has checked of it; a request for nobody is answered with status 401
     * @param hosts the values of the header {@code Host} that are let in, with the port unless it is the scheme's; {@code localhost:*} means any port. A page
     *     in a browser that has another name point here (DNS rebinding) is so kept out
     * @throws InvalidDefinitionException if no host is named
     */
    public HttpServlet servlet(
            String path, Function<HttpServletRequest, Optional<UserId>> identity, List<String> hosts) {
        if (hosts.isEmpty()) {
            throw new InvalidDefinitionException(
                    "no host is named by which an MCP server may be called; name them, such as localhost:* for this"
                            + " machine alone");
        }
        List<String> origins = new ArrayList<>();
        hosts.forEach(host -> Collections.addAll(origins, "http://" + host, "https://" + host));
        HttpServletStreamableServerTransportProvider sessions = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(json)
                .mcpEndpoint(path)
                .maxRequestSize(maxMessageBytes)
                .contextExtractor(request ->
                        McpTransportContext.create(Map.of(McpServlet.USER, request.getAttribute(McpServlet.USER))))
                .httpHeaderValidator(DefaultServerTransportSecurityValidator.builder()
                        .allowedHosts(hosts)
                        .allowedOrigins(origins)
                        .build())
                .build();
        McpServlet servlet = new McpServlet(sessions, identity);
        Function<McpTransportContext, UserId> users = context -> (UserId) context.get(McpServlet.USER);
        sessions.setSessionFactory(new DefaultMcpStreamableServerSessionFactory(
                NEVER_ASKED,
                this::initialize,
                desk.requests(users),
                desk.notifications(users),
                session -> Mono.fromRunnable(() -> {
                    desk.leave(session);
                    servlet.forget(session);
                })));
        return servlet;
    }

    private Mono<McpSchema.InitializeResult> initialize(McpSchema.InitializeRequest request) {
        String version = VERSIONS.contains(request.protocolVersion()) ? request.protocolVersion() : VERSIONS.getLast();
        McpSchema.InitializeResult.Builder result = McpSchema.InitializeResult.builder(
                version, McpSchema.ServerCapabilities.builder().tools(false).build(), info);
        return Mono.just((instructions.isBlank() ? result : result.instructions(instructions)).build());
    }

    /** Cancels all calls. What serves them, stream or servlet, is its owner's to end. */
    @Override
    public void close() {
        desk.leave();
        scheduler.close();
    }

    /** Builds an {@link McpToolServer}. */
    public static final class Builder {
        private final String name;
        private final String version;
        private final Map<String, ServedEntry> entries = new LinkedHashMap<>();
        private final JsonCodec codec = JsonCodec.standard();
        private String instructions = "";
        private Duration callTimeout = Duration.ofMinutes(10);
        private int maxMessageBytes = 4 * 1024 * 1024;
        private int maxCalls = 100;

        private Builder(String name, String version) {
            if (name.isBlank() || version.isBlank()) {
                throw new InvalidDefinitionException(
                        "name or version of an MCP server is blank; clients are told both");
            }
            this.name = name;
            this.version = version;
        }

        /**
         * Serves the tools that are granted to a name.
         *
         * @param grantee the name, to which the host grants what clients may call
         * @throws InvalidDefinitionException if nothing is granted to it, a call of a tool is guarded, as only those in a run can be, or one of the name is served
         */
        public Builder tools(ToolDispatcher dispatcher, String grantee) {
            List<ToolSpec> granted = dispatcher.granted(grantee);
            if (granted.isEmpty()) {
                throw new InvalidDefinitionException("no tool is granted to '" + grantee
                        + "', so there is none to serve; grant it those that clients may call");
            }
            granted.forEach(spec -> add(new ServedTool(dispatcher, grantee, spec, codec)));
            return this;
        }

        /**
         * Serves an agent or orchestrator that is registered with a runtime, as a tool of its name, which takes a message and attributes, and gives the agent's output.
         *
         * @throws InvalidDefinitionException if a tool of the name is served
         */
        public Builder agent(AgentRuntime runtime, Agent<?> agent) {
            add(new ServedAgent(runtime, agent, codec));
            return this;
        }

        private void add(ServedEntry entry) {
            String tool = entry.definition().name();
            if (entries.putIfAbsent(tool, entry) != null) {
                throw new InvalidDefinitionException(
                        "'" + tool + "' is served twice by MCP server '" + name + "'; give one of them another name");
            }
        }

        /** Sets what clients' models are told of the server; nothing by default. */
        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        /** Sets how long a call may take; 10 min by default. A run that takes longer is cancelled. */
        public Builder callTimeout(Duration limit) {
            if (limit.isZero() || limit.isNegative()) {
                throw new InvalidDefinitionException(
                        "call timeout of MCP server '" + name + "' is " + limit + "; use a positive duration");
            }
            callTimeout = limit;
            return this;
        }

        /** Sets how long a client's message may be, in bytes (over streams, in characters); 4 MiB by default. */
        public Builder maxMessageBytes(int bytes) {
            maxMessageBytes = positive("message size", bytes);
            return this;
        }

        /** Sets how many calls may be made at once, of all clients; 100 by default, at most 200. Others are refused, and may come again. */
        public Builder maxCalls(int calls) {
            maxCalls = positive("number of calls at once", calls);
            if (calls > 200) { // the SDK takes 256 messages of a stream at once, and a cancellation is one
                throw new InvalidDefinitionException(
                        "number of calls at once of MCP server '" + name + "' is " + calls + "; use 200 at most");
            }
            return this;
        }

        private int positive(String what, int size) {
            if (size <= 0) {
                throw new InvalidDefinitionException(
                        what + " of MCP server '" + name + "' is " + size + "; use a positive number");
            }
            return size;
        }

        /**
         * The server. It serves nobody yet.
         *
         * @throws InvalidDefinitionException if there is nothing to serve
         */
        public McpToolServer build() {
            if (entries.isEmpty()) {
                throw new InvalidDefinitionException(
                        "MCP server '" + name + "' has nothing to serve; add tools or an agent");
            }
            return new McpToolServer(this);
        }
    }
}

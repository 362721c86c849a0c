package ai.netra.agents.tests.mcp;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.mcp.McpToolServer;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.LifecycleException;

/** What the conformance suite wants of a server, as far as it can be offered through our own API: tools, and an agent whose run has events. */
final class ConformanceServer implements AutoCloseable {
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
    private static final String DIALECTS = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
         "$defs":{"address":{"type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
         "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"}},"additionalProperties":false}\
        """;
    private static final AgentKey<String> STEPS = AgentKey.of("test_tool_with_progress", String.class);

    private final LocalAgentRuntime runtime;
    private final McpToolServer server;
    private final ServletServer http;

    ConformanceServer() throws Exception {
        Agent<String> steps = Agent.of(STEPS, (input, context) -> "done");
        runtime = LocalAgentRuntime.builder().register(steps).build();
        server = McpToolServer.builder("conformance", "1.0")
                .tools(tools(), "mcp")
                .agent(runtime, steps)
                .build();
        http = ServletServer.start(
                server.servlet("/mcp", request -> Optional.of(UserId.LOCAL), List.of("127.0.0.1:*", "localhost:*")));
    }

    /** No arguments. */
    private record Nothing() {}

    private static ToolDispatcher tools() {
        ToolRegistry registry = ToolRegistry.of(
                FunctionTool.of(
                        "test_simple_text",
                        "Says something.",
                        Nothing.class,
                        (none, context) -> "This is a simple text response for testing."),
                FunctionTool.of(
                        "test_image_content",
                        "Shows a pixel.",
                        Nothing.class,
                        (none, context) -> new LlmPart.Image("image/png", PIXEL)),
                FunctionTool.of(
                        "test_error_handling",
                        "Fails.",
                        Nothing.class,
                        (none, context) -> ToolResult.failure("This tool intentionally returns an error for testing")),
                new Dialects());
        return ToolDispatcher.builder(registry)
                .grant("mcp", registry.names().toArray(String[]::new))
                .build();
    }

    /** A tool whose schema has what a rewriting of it would lose. */
    private static final class Dialects implements Tool {
        @Override
        public ToolSpec spec() {
            return ToolSpec.of("json_schema_2020_12_tool", "Takes a name and an address.", JsonSchema.of(DIALECTS));
        }

        @Override
        public ToolResult execute(ToolArguments arguments, ToolContext context) {
            return ToolResult.of("taken");
        }
    }

    URI uri() {
        return URI.create(http.uri().toString().replace("127.0.0.1", "localhost"));
    }

    @Override
    public void close() throws LifecycleException {
        server.close();
        http.close();
        runtime.close();
    }
}

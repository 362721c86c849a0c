package ai.netra.agents.mcp;

import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import java.util.Optional;

/**
 * A tool of an MCP server, as it was defined when {@link McpToolClient#tools} gave it. What it is, is that definition: where the server offers another under the
 * name, or none, a call fails with {@link McpException.ToolChanged} and reaches nobody. Immutable and thread-safe; works while its client is open.
 */
public final class McpTool implements Tool {
    private final McpToolClient client;
    private final ToolDefinition definition;
    private final ToolSpec spec;
    private final Optional<JsonSchemaValidator> results;

    McpTool(McpToolClient client, ToolDefinition definition, ToolSpec spec, Optional<JsonSchemaValidator> results) {
        this.client = client;
        this.definition = definition;
        this.spec = spec;
        this.results = results;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** The server's name, as the host gave it. */
    public String server() {
        return client.name();
    }

    /** The server's own name for the tool. */
    public String remoteName() {
        return definition.name();
    }

    /**
     * What stands for the tool's whole definition: the SHA-256 of its name, title, description, schemas and annotations. A host that writes down what it granted
     * can compare it when it starts again.
     */
    public String fingerprint() {
        return definition.fingerprint();
    }

    /**
     * Calls the tool. An interrupt cancels the call at the server, and returns at once.
     *
     * @return what the tool gave, or says that it failed with
     * @throws McpException if the server does not do what it should
     */
    @Override
    public ToolResult execute(ToolArguments arguments, ToolContext context) throws InterruptedException {
        return client.call(this, arguments, context);
    }

    Optional<JsonSchemaValidator> results() {
        return results;
    }

    @Override
    public String toString() {
        return "McpTool[" + spec.name() + " of " + client.name() + "]";
    }
}

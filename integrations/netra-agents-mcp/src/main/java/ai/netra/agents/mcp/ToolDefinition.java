package ai.netra.agents.mcp;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of one of its tools, and what stands for all of it.
 *
 * @param tool what the server says
 * @param fingerprint the SHA-256 of name, title, description, schemas and annotations
 */
record ToolDefinition(McpSchema.Tool tool, String fingerprint) {
    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final int LONGEST_SCHEMA = 64 * 1_024;
    private static final int LONGEST_DESCRIPTION = 4_096;

    static ToolDefinition of(McpSchema.Tool tool) {
        Map<String, Object> parts = new LinkedHashMap<>();
        put(parts, "name", tool.name());
        put(parts, "title", tool.title());
        put(parts, "description", tool.description());
        put(parts, "input_schema", tool.inputSchema());
        put(parts, "output_schema", tool.outputSchema());
        McpSchema.ToolAnnotations hints = tool.annotations();
        if (hints != null) {
            put(parts, "hinted_title", hints.title());
            put(parts, "read_only", hints.readOnlyHint());
            put(parts, "destructive", hints.destructiveHint());
            put(parts, "idempotent", hints.idempotentHint());
            put(parts, "open_world", hints.openWorldHint());
        }
        return new ToolDefinition(tool, CODEC.sha256(parts));
    }

    private static void put(Map<String, Object> parts, String name, @Nullable Object value) {
        if (value != null) {
            parts.put(name, value);
        }
    }

    String name() {
        return tool.name();
    }

    /**
     * The specification that agents see. The name loses what no provider of models accepts. What the tool returns is content that others wrote: this is the place
     * to say so in the specification.
     */
    ToolSpec spec(String server, String prefix, ServerHints hints) {
        String name = prefix + tool.name().replaceAll("[^A-Za-z0-9_-]", "_");
        JsonSchema schema = schema(server, "arguments", tool.inputSchema());
        if (!JsonSchemaValidator.of(schema).wantsObject()) {
            throw refused(server, "a schema of arguments that is not that of an object");
        }
        try {
            return ToolSpec.of(name, description(server), schema)
                    .effect(effect(hints))
                    .label(ToolLabel.UNTRUSTED);
        } catch (InvalidDefinitionException e) {
            throw refused(server, "a name or description that does not do: " + e.getMessage());
        }
    }

    private String description(String server) {
        String said = tool.description() == null ? tool.title() : tool.description();
        return said == null || said.isBlank()
                ? "The tool " + tool.name() + " of " + server + ", which does not describe it."
                : Foreign.cut(said, LONGEST_DESCRIPTION);
    }

    private ToolEffect effect(ServerHints trust) {
        McpSchema.ToolAnnotations hints = tool.annotations();
        if (trust == ServerHints.IGNORED || hints == null || Boolean.TRUE.equals(hints.destructiveHint())) {
            return ToolEffect.ONCE;
        }
        if (Boolean.TRUE.equals(hints.readOnlyHint())) {
            return ToolEffect.READ;
        }
        return Boolean.TRUE.equals(hints.idempotentHint()) ? ToolEffect.IDEMPOTENT : ToolEffect.ONCE;
    }

    /** What checks structured results, where the server has said what they look like. */
    Optional<JsonSchemaValidator> results(String server) {
        return tool.outputSchema() == null
                ? Optional.empty()
                : Optional.of(JsonSchemaValidator.of(schema(server, "results", tool.outputSchema())));
    }

    private JsonSchema schema(String server, String of, @Nullable Map<String, Object> said) {
        if (said == null) {
            throw refused(server, "no schema of its " + of);
        }
        String text = CODEC.encode(said);
        if (text.length() > LONGEST_SCHEMA) {
            throw refused(server, "a schema of " + of + " of more than " + LONGEST_SCHEMA + " characters");
        }
        JsonSchema schema = JsonSchema.of(text);
        try {
            JsonSchemaValidator.of(schema).check("{}"); // compiles it
        } catch (RuntimeException e) {
            throw refused(server, "a schema of " + of + " that cannot be used: " + Foreign.line(e.getMessage()));
        }
        return schema;
    }

    private InvalidDefinitionException refused(String server, String what) {
        return new InvalidDefinitionException("tool '" + Foreign.line(tool.name(), 128) + "' of MCP server '" + server
                + "' has " + what + "; leave it out with McpToolClient.tools(names), or have the server mended");
    }
}

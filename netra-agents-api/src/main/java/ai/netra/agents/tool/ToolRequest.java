package ai.netra.agents.tool;

/**
 * A call that a model asks for: untrusted, and perhaps of no tool, or with arguments that are not JSON.
 *
 * @param tool the tool's name, as the model wrote it
 * @param argumentsJson the arguments, as the model wrote them
 */
public record ToolRequest(String tool, String argumentsJson) {}

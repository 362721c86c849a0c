package ai.netra.agents.tool;

/**
 * Why a tool call failed, in words that its caller, model or agent, can act on.
 *
 * @param kind the kind of failure
 * @param message what was wrong
 * @param expected what would have been right: known names, the schema's demand, or empty where there is nothing to say
 */
public record ToolError(ToolErrorKind kind, String message, String expected) {}

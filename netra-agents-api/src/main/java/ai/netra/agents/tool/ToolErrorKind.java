package ai.netra.agents.tool;

import java.util.Locale;

/** The ways a tool call fails that its caller can act on. */
public enum ToolErrorKind {
    /** There is no tool of this name among those granted. */
    UNKNOWN_TOOL,
    /** The arguments are not JSON, or do not fit the schema or the tool's own validation. */
    INVALID_ARGUMENTS,
    /** The tool did not return in time. */
    TIMED_OUT,
    /** The run's limit of tool calls is reached. */
    LIMIT_EXCEEDED,
    /** The tool threw, or said that it failed. */
    EXECUTION_FAILED,
    /** People or a policy did not allow the call, or not in time. */
    DENIED,
    /** The policy or the audit log failed, so that the call was not made, or its result is withheld. */
    GUARD_FAILED,
    /** The tool did what it was asked, and what it returned is lost. */
    RESULT_LOST,
    /** The tool returned something that has no JSON form. */
    INVALID_RESULT;

    /** The name on the wire: lower case, in snake_case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

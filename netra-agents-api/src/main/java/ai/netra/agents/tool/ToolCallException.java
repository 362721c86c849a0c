package ai.netra.agents.tool;

import ai.netra.agents.NetraException;
import org.jspecify.annotations.Nullable;

/** A failed tool call that its caller took for a success: thrown by {@link ToolResult#as}, never by a call itself. */
public final class ToolCallException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient ToolError error;

    ToolCallException(ToolError error, @Nullable Throwable cause) {
        super(
                error.kind().label() + ": " + error.message()
                        + (error.expected().isEmpty() ? "" : "; expected " + error.expected()),
                cause);
        this.error = error;
    }

    /** Why the call failed. */
    public ToolError error() {
        return error;
    }
}

package ai.netra.agents.suite.trace;

import ai.netra.agents.NetraException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A trace, or the mapping of its columns, could not be understood. The message names the file, where it applies the line and the column, the value
 * and the fix. Nothing of such a trace is loaded.
 */
public final class TraceException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final long line;

    private TraceException(String message, long line, @Nullable Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    static TraceException of(String message) {
        return new TraceException(message, 0, null);
    }

    static TraceException of(String message, Throwable cause) {
        return new TraceException(message, 0, cause);
    }

    static TraceException atLine(String trace, long line, String message) {
        return new TraceException("Trace '" + trace + "', line " + line + ": " + message, line, null);
    }

    /** The line that could not be understood, counted from 1, where it is one line's fault. */
    public OptionalLong line() {
        return line == 0 ? OptionalLong.empty() : OptionalLong.of(line);
    }
}

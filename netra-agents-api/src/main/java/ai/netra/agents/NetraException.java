package ai.netra.agents;

import org.jspecify.annotations.Nullable;

/**
 * The root of everything this library throws on purpose; unchecked. Messages name the thing, the value and the fix, and hold no secrets or prompts.
 */
public class NetraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the thing, the value and the fix. */
    public NetraException(String message) {
        super(message);
    }

    /** With a message and what caused it. */
    public NetraException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

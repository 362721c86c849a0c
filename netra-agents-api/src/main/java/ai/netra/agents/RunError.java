package ai.netra.agents;

import java.util.Map;

/**
 * What went wrong in a run, with what was there by then.
 *
 * @param failure what went wrong first
 * @param phase the name of the agent it went wrong in; where there is none, of the one started last, or {@code request} before any was
 * @param partialResults the outputs there are, by agent name, in the order they came
 */
public record RunError(Failure failure, String phase, Map<String, Object> partialResults) {
    /** The failure's type: an exception's class name, or a limit's. */
    public String type() {
        return failure.type();
    }

    /** The failure's message. */
    public String message() {
        return failure.message();
    }
}

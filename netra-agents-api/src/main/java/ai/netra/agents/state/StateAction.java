package ai.netra.agents.state;

import ai.netra.agents.Failure;
import java.util.Locale;

/** What an activation can do to its agent's state. */
public enum StateAction {
    /** It gave an output, which is the state from then on. */
    UPDATE,
    /** It failed, was too late or reached a limit, and left the state as it was; the {@link Failure} says why. */
    FAIL,
    /** It did not take place, and left the state as it was. There is a reason. */
    SKIP,
    /** It was stopped, and left the state as it was. There is a reason. */
    CANCEL;

    /** The name on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

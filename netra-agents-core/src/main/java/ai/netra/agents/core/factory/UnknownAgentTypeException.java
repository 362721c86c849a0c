package ai.netra.agents.core.factory;

import ai.netra.agents.NetraException;
import ai.netra.agents.tools.NearestName;
import java.util.List;

/** A type of agent that a factory does not know. */
public final class UnknownAgentTypeException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient List<String> known;

    UnknownAgentTypeException(String type, List<String> known) {
        super("Unknown agent type: '" + type + "'; the types are " + String.join(", ", known)
                + NearestName.hint(type, known));
        this.type = type;
        this.known = List.copyOf(known);
    }

    /** The type asked for. */
    public String type() {
        return type;
    }

    /** The types there are. */
    public List<String> known() {
        return known;
    }
}

package ai.netra.agents.suite.triage;

import java.util.Locale;

/** What a request says of a model it names. */
public enum ModelRole {
    /** The workload uses it. */
    CURRENT,
    /** The workload may come to use it. */
    CANDIDATE,
    /** It is named, no more. */
    MENTIONED;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

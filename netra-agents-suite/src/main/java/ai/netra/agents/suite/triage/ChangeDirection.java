package ai.netra.agents.suite.triage;

import java.util.Locale;

/** Which way a measure goes. */
public enum ChangeDirection {
    /** It falls. */
    DOWN,
    /** It rises. */
    UP,
    /** It stays. */
    UNCHANGED;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

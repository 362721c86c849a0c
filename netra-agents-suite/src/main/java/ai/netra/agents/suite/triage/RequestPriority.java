package ai.netra.agents.suite.triage;

import java.util.Locale;

/** How urgent a request says it is. */
public enum RequestPriority {
    /** Something is down. */
    CRITICAL,
    /** It says it is urgent. */
    HIGH,
    /** It says nothing of urgency. */
    MEDIUM,
    /** It says it can wait. */
    LOW;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

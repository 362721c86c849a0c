package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** How much of something there is: risk, complexity, urgency. */
public enum Level {
    /** Little. */
    LOW,
    /** Some. */
    MEDIUM,
    /** Much. */
    HIGH;

    /** The name in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package ai.netra.agents.suite.triage;

import java.util.Locale;

/** How much a request asks for at once: goals, constraints and expected changes, counted. */
public enum RequestComplexity {
    /** At most one. */
    SIMPLE,
    /** Two or three. */
    MODERATE,
    /** More than three. */
    COMPLEX;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

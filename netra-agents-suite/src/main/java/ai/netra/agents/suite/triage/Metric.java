package ai.netra.agents.suite.triage;

import java.util.Locale;

/** A measure that requests speak of. */
public enum Metric {
    /** Money spent. */
    COST,
    /** Time from request to answer. */
    LATENCY,
    /** Time from request to the first token. */
    TIME_TO_FIRST_TOKEN,
    /** How much is served in a time. */
    THROUGHPUT,
    /** How good answers are. */
    QUALITY,
    /** How often requests fail. */
    ERRORS,
    /** How much is asked. */
    USAGE,
    /** How many tokens are used. */
    TOKENS,
    /** How much a provider admits in a time. */
    RATE_LIMIT,
    /** How busy hardware is. */
    UTILIZATION,
    /** How much can be reused. */
    CACHING;

    /** Whether less of it is better; of usage and caching neither is. */
    public boolean isLowerBetter() {
        return switch (this) {
            case COST, LATENCY, TIME_TO_FIRST_TOKEN, ERRORS, TOKENS -> true;
            case THROUGHPUT, QUALITY, USAGE, RATE_LIMIT, UTILIZATION, CACHING -> false;
        };
    }

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** What could be said of a strategy. */
public enum StrategyStatus {
    /** It was evaluated on the workload's own requests. */
    MEASURED,
    /** Its inputs are not in the data; the strategy says which are missing. */
    NOT_MEASURABLE,
    /** There is nothing for it to change here. */
    NOT_APPLICABLE;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

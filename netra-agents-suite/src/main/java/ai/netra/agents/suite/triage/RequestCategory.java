package ai.netra.agents.suite.triage;

import java.util.Locale;

/** What a request is about. Of categories with equal evidence the first declared one stands. */
public enum RequestCategory {
    /** Spending less. */
    COST_OPTIMIZATION,
    /** Answering faster, or serving more. */
    PERFORMANCE_OPTIMIZATION,
    /** Better or fewer wrong answers. */
    QUALITY_OPTIMIZATION,
    /** Which model to use. */
    MODEL_SELECTION,
    /** What the workload is, was or will be. */
    WORKLOAD_ANALYSIS,
    /** What models, providers and hardware there are. */
    SUPPLY_CATALOG,
    /** Watching a workload, and reports on it. */
    MONITORING_REPORTING,
    /** Settings and limits. */
    CONFIGURATION,
    /** Nothing that can be told. */
    GENERAL;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** The kinds of change that can make a workload cheaper, faster or steadier. */
public enum StrategyType {
    /** Requests go to another model, all of them or those of a feature. */
    ROUTING,
    /** Repeated requests are answered from a store. */
    CACHING,
    /** Requests that can wait are served together. */
    BATCHING,
    /** More or fewer replicas serve the same requests. */
    SCALING,
    /** Small requests go to a smaller model. */
    TIERING,
    /** Failed requests are tried again on another model. */
    FALLBACK;

    /** The name in JSON: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

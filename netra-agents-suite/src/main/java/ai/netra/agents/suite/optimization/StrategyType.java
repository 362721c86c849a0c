package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** The kinds of strategy. */
public enum StrategyType {
    /** Serve requests by another model. */
    ROUTING,
    /** Answer repeated prompts from a cache. */
    CACHING,
    /** Serve requests that can wait together. */
    BATCHING,
    /** Run as many replicas as the load needs. */
    SCALING,
    /** Serve easy requests by a cheaper model. */
    TIERING,
    /** Have another model to turn to. */
    FALLBACK;

    /** The name in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

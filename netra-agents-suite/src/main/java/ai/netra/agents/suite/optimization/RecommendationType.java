package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** What a recommendation asks for: a change of one of the strategies' kinds, or something that has to come first. */
public enum RecommendationType {
    /** Send requests to another model. */
    ROUTING,
    /** Answer repeated requests from a store. */
    CACHING,
    /** Serve requests that can wait together. */
    BATCHING,
    /** Change the number of replicas. */
    SCALING,
    /** Send small requests to a smaller model. */
    TIERING,
    /** Try failed requests again on another model. */
    FALLBACK,
    /** Record something that is not in the data. */
    MEASUREMENT,
    /** Say something that the request leaves open. */
    CLARIFICATION;

    /** The name in JSON: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

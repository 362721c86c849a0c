package ai.netra.agents.suite.sufficiency;

import static ai.netra.agents.suite.sufficiency.PointTier.CONTEXT;
import static ai.netra.agents.suite.sufficiency.PointTier.HISTORICAL;
import static ai.netra.agents.suite.sufficiency.PointTier.PRIMARY;
import static ai.netra.agents.suite.sufficiency.PointTier.RELATIONSHIP;

import java.util.Locale;

/** One thing that can be known about a workload. A point that two needs ask for is one point. */
public enum DataPoint {
    /** When each request arrived. */
    REQUEST_TIME(PRIMARY, "the time of each request"),
    /** Tokens sent to the model, per request. */
    INPUT_TOKENS(PRIMARY, "the input tokens of each request"),
    /** Tokens the model generated, per request. */
    OUTPUT_TOKENS(PRIMARY, "the output tokens of each request"),
    /** What tokens cost: measured, stated, or the catalog's for a named model. */
    PRICE(PRIMARY, "a price: measured, stated, or the catalog's for a named current model"),
    /** How long requests take, or how much is served in a time. */
    LATENCY_OR_THROUGHPUT(PRIMARY, "the latency of each request, or the throughput of the service"),
    /** Which model served. */
    MODEL(CONTEXT, "the model that serves the workload"),
    /** For which product feature. */
    FEATURE(CONTEXT, "the product feature of each request"),
    /** From which provider. */
    PROVIDER(CONTEXT, "the provider of the model"),
    /** How long the first token takes. */
    TIME_TO_FIRST_TOKEN(CONTEXT, "the time to first token of each request"),
    /** Whether a request failed. */
    ERROR_FLAG(CONTEXT, "whether each request failed"),
    /** An earlier period of equal length. */
    EARLIER_PERIOD(HISTORICAL, "requests of an earlier period of equal length"),
    /** What the earlier period cost. */
    EARLIER_COST(HISTORICAL, "the cost of an earlier period of equal length"),
    /** How long requests took in the earlier period. */
    EARLIER_LATENCY(HISTORICAL, "latencies of an earlier period of equal length"),
    /** Who asked. */
    USER_OR_SESSION(RELATIONSHIP, "the user or session of each request"),
    /** What each feature costs. */
    COST_BY_FEATURE(RELATIONSHIP, "the cost by feature"),
    /** How long each model or feature takes. */
    LATENCY_BY_GROUP(RELATIONSHIP, "the latency by model or feature");

    private final PointTier tier;
    private final String meaning;

    DataPoint(PointTier tier, String meaning) {
        this.tier = tier;
        this.meaning = meaning;
    }

    /** How much it matters. */
    public PointTier tier() {
        return tier;
    }

    /** What it is, as a noun phrase for people. */
    public String meaning() {
        return meaning;
    }

    /** The name in JSON, such as {@code request_time}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

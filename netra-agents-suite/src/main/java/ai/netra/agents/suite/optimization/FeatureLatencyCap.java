package ai.netra.agents.suite.optimization;

import ai.netra.agents.tool.Description;
import java.math.BigDecimal;

/**
 * The most that the requests of a feature may take.
 *
 * @param feature the feature, as the trace names it
 * @param maxMs milliseconds, for 95 % of its requests
 */
public record FeatureLatencyCap(
        @Description("the feature, as the trace names it") String feature,

        @Description("milliseconds that 95 % of its requests may take at most")
        BigDecimal maxMs) {}

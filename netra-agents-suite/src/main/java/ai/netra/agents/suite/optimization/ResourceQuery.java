package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.tool.WorkloadQuery;
import ai.netra.agents.tool.Description;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What to optimize, and how.
 *
 * @param currentConfig what serves the workload now
 * @param constraints what is wanted
 */
public record ResourceQuery(
        @Description("what serves the workload now") ResourceConfig currentConfig,

        @Description("what is wanted of another configuration")
        ResourceConstraints constraints) {
    /** What is wrong with it, if anything. */
    public Optional<String> problem() {
        return new WorkloadQuery(currentConfig.workloadId(), currentConfig.timeRange())
                .problem()
                .or(() -> notNegative("tier_at_input_tokens", currentConfig.tierAtInputTokens()))
                .or(() -> notNegative("stated_monthly_cost_usd", currentConfig.statedMonthlyCostUsd()))
                .or(() -> notNegative("stated_latency_ms", currentConfig.statedLatencyMs()))
                .or(constraints::problem);
    }

    private static Optional<String> notNegative(String name, Optional<BigDecimal> value) {
        return value.filter(v -> v.signum() < 0).map(v -> name + " is " + v.toPlainString() + "; give 0 or more");
    }
}

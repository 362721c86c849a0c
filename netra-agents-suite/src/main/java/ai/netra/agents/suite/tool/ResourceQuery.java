package ai.netra.agents.suite.tool;

import ai.netra.agents.tool.Description;
import java.util.Optional;

/**
 * What to optimize, and how.
 *
 * @param currentConfig what serves the workload now
 * @param constraints what is wanted
 */
public record ResourceQuery(
        @Description("what serves the workload now") ResourceConfig currentConfig,
        @Description("what is wanted of another configuration") ResourceConstraints constraints) {
    /** What is wrong with it, if anything. */
    public Optional<String> problem() {
        return WorkloadQuery.problem(currentConfig.workloadId(), currentConfig.timeRange())
                .or(() -> currentConfig
                        .tierAtInputTokens()
                        .filter(tokens -> tokens.signum() < 0)
                        .map(tokens -> "tier_at_input_tokens is " + tokens.toPlainString() + "; give 0 or more"))
                .or(constraints::problem);
    }
}

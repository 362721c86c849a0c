package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.tool.TimeSpanArgument;
import ai.netra.agents.tool.Description;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What serves a workload now.
 *
 * @param workloadId the workload
 * @param timeRange which of its requests to replay; by default those of the 24 hours that end with the newest one
 * @param currentModel the model that serves them, where the trace does not name it; without it no saving is claimed
 * @param tierAtInputTokens where to split requests for tiering; by default at the median
 * @param statedMonthlyCostUsd what the user says 30 days cost
 * @param statedLatencyMs what the user says a request takes
 */
public record ResourceConfig(
        @Description("the id of the workload, such as test-123")
        String workloadId,

        @Description("which of its requests to replay; by default the 24 hours that end with the newest one")
        Optional<TimeSpanArgument> timeRange,

        @Description("the model that serves the workload now, by its name in the supply catalog")
        Optional<String> currentModel,

        @Description("requests with at most so many input tokens may go to another model; by default the median")
        Optional<BigDecimal> tierAtInputTokens,

        @Description("what the user says 30 days cost, in US dollars")
        Optional<BigDecimal> statedMonthlyCostUsd,

        @Description("what the user says a request takes, in milliseconds")
        Optional<BigDecimal> statedLatencyMs) {
    /** A workload of which nothing is said but its id. */
    public static ResourceConfig of(String workloadId) {
        return new ResourceConfig(
                workloadId, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same workload, served by that model. */
    public ResourceConfig on(String model) {
        return new ResourceConfig(
                workloadId, timeRange, Optional.of(model), tierAtInputTokens, statedMonthlyCostUsd, statedLatencyMs);
    }
}

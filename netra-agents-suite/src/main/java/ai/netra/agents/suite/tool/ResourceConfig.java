package ai.netra.agents.suite.tool;

import ai.netra.agents.tool.Description;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What serves a workload now.
 *
 * @param workloadId the workload
 * @param timeRange which of its requests to replay; by default those of the 24 hours that end with the newest one
 * @param currentModel the model that serves them, where the trace does not name it; without it no saving is claimed
 * @param tierAtInputTokens where to split requests for tiering: those with at most so many input tokens may go to a cheaper model
 */
public record ResourceConfig(
        @Description("the id of the workload, such as test-123") String workloadId,
        @Description("which of its requests to replay; by default the 24 hours that end with the newest one")
                Optional<TimeSpanArgument> timeRange,
        @Description("the model that serves the workload now, by its name in the supply catalog") Optional<String> currentModel,
        @Description("requests with at most so many input tokens may go to a cheaper model") Optional<BigDecimal> tierAtInputTokens) {}

package ai.netra.agents.suite.tool;

import ai.netra.agents.tool.Description;
import java.util.Optional;

/**
 * Which requests to cost.
 *
 * @param workloadId the workload
 * @param timeRange which of its requests; by default those of the 24 hours that end with the newest one
 * @param currentModel the model that serves them, where the trace does not name it
 */
public record CostQuery(
        @Description("the id of the workload, such as test-123")
        String workloadId,

        @Description("which of its requests; by default the 24 hours that end with the newest one")
        Optional<TimeSpanArgument> timeRange,

        @Description("the model that serves the workload now, by its name in the supply catalog")
        Optional<String> currentModel) {
    /** What is wrong with it, if anything. */
    public Optional<String> problem() {
        return WorkloadQuery.problem(workloadId, timeRange);
    }
}

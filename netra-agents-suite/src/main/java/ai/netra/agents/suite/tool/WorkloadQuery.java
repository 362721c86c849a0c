package ai.netra.agents.suite.tool;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.tool.Description;
import java.util.Optional;

/**
 * Which requests a tool is to look at.
 *
 * @param workloadId the workload
 * @param timeRange which of its requests; by default those of the 24 hours that end with the newest one
 */
public record WorkloadQuery(
        @Description("the id of the workload, such as test-123")
        String workloadId,

        @Description("which of its requests; by default the 24 hours that end with the newest one")
        Optional<TimeSpanArgument> timeRange) {
    /** What is wrong with it, if anything. */
    public Optional<String> problem() {
        return problem(workloadId, timeRange);
    }

    static Optional<String> problem(String workloadId, Optional<TimeSpanArgument> timeRange) {
        try {
            WorkloadId.checkName(workloadId);
        } catch (InvalidDefinitionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return timeRange.flatMap(TimeSpanArgument::problem);
    }
}

package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.List;

/**
 * What was looked at, in brief.
 *
 * @param timeRange the range looked at
 * @param kept from the first to the last request that is kept of the workload
 * @param requests how many were in the range
 * @param inputTokens the tokens they sent
 * @param outputTokens the tokens they were answered with
 * @param reliability the share of rows that were valid, not duplicated and in order when they were loaded
 * @param fields what the requests carry
 * @param text all this in a sentence
 */
public record WorkloadSummary(
        TimeRange timeRange,
        TimeRange kept,
        Quantity requests,
        Quantity inputTokens,
        Quantity outputTokens,
        Quantity reliability,
        List<WorkloadField> fields,
        String text) {
    /** Copies the list. */
    public WorkloadSummary {
        fields = List.copyOf(fields);
    }
}

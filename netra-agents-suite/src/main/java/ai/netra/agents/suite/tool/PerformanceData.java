package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.statistics.SeriesStatistics;
import ai.netra.agents.suite.workload.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What {@code get_performance_data} returns: what was measured of how requests were served. What no request carries is absent.
 *
 * @param workloadId the workload
 * @param timeRange the range looked at
 * @param latency the time to the last token
 * @param timeToFirstToken the time to the first token
 * @param errorRate the share that failed
 * @param requestsPerSecond how many requests came
 * @param byFeature per feature
 * @param byModel per model
 */
public record PerformanceData(
        String workloadId,
        TimeRange timeRange,
        Optional<SeriesStatistics> latency,
        Optional<SeriesStatistics> timeToFirstToken,
        Optional<Quantity> errorRate,
        Optional<Quantity> requestsPerSecond,
        List<GroupStatistics> byFeature,
        List<GroupStatistics> byModel) {
    /** Copies the lists. */
    public PerformanceData {
        byFeature = List.copyOf(byFeature);
        byModel = List.copyOf(byModel);
    }
}

package ai.netra.agents.suite.data;

import ai.netra.agents.suite.tool.CostData;
import ai.netra.agents.suite.tool.PerformanceData;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import java.util.Optional;

/**
 * What the tools gave. What was not asked for, or not to be had, is absent.
 *
 * @param workloadMetrics what the requests add up to
 * @param costAnalysis what they cost
 * @param performanceData how they were served
 * @param earlierPeriod the period of equal length before
 */
public record RawData(
        Optional<WorkloadMetrics> workloadMetrics,
        Optional<CostData> costAnalysis,
        Optional<PerformanceData> performanceData,
        Optional<EarlierPeriod> earlierPeriod) {
    /** Nothing gathered. */
    public static RawData none() {
        return new RawData(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

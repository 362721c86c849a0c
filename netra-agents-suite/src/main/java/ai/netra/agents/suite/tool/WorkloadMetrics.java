package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.statistics.WorkloadStatistics;

/**
 * What {@code get_workload_metrics} returns.
 *
 * @param workloadId the workload
 * @param metrics the figures
 * @param summary what was looked at, in brief
 */
public record WorkloadMetrics(String workloadId, WorkloadStatistics metrics, WorkloadSummary summary) {}

package ai.netra.agents.suite.tool;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.util.ArrayList;
import java.util.List;

/** What {@code get_workload_metrics} and {@code get_performance_data} do. */
final class MetricsReader {
    private final WorkloadRepository repository;

    MetricsReader(WorkloadRepository repository) {
        this.repository = repository;
    }

    WorkloadMetrics metrics(UserId owner, WorkloadQuery query) {
        ObservedWorkload observed = ObservedWorkload.read(repository, owner, query.workloadId(), query.timeRange());
        WorkloadStatistics statistics = observed.statistics();
        WorkloadSummary summary = new WorkloadSummary(
                observed.range(),
                observed.profile().range(),
                statistics.requests(),
                statistics.inputTokens().total(),
                statistics.outputTokens().total(),
                observed.profile().reliability().share(),
                fields(observed),
                statistics.requests().value().toPlainString() + " requests from "
                        + statistics.observed().start() + " to "
                        + statistics.observed().end().minusNanos(1) + " with "
                        + statistics.inputTokens().total().value().toPlainString() + " input and "
                        + statistics.outputTokens().total().value().toPlainString() + " output tokens");
        return new WorkloadMetrics(query.workloadId(), statistics, summary);
    }

    PerformanceData performance(UserId owner, WorkloadQuery query) {
        ObservedWorkload observed = ObservedWorkload.read(repository, owner, query.workloadId(), query.timeRange());
        WorkloadStatistics statistics = observed.statistics();
        return new PerformanceData(
                query.workloadId(),
                observed.range(),
                statistics.latency(),
                statistics.timeToFirstToken(),
                statistics.errorRate(),
                statistics.requestsPerSecond(),
                statistics.byFeature().groups(),
                statistics.byModel().groups());
    }

    /** What the requests in the range carry; users are known for the whole workload only. */
    private static List<WorkloadField> fields(ObservedWorkload observed) {
        WorkloadStatistics statistics = observed.statistics();
        List<WorkloadField> fields =
                new ArrayList<>(List.of(WorkloadField.TIME, WorkloadField.INPUT_TOKENS, WorkloadField.OUTPUT_TOKENS));
        if (!statistics.byModel().groups().isEmpty()) {
            fields.add(WorkloadField.MODEL);
        }
        if (!statistics.byFeature().groups().isEmpty()) {
            fields.add(WorkloadField.FEATURE);
        }
        if (observed.profile().fields().contains(WorkloadField.USER)) {
            fields.add(WorkloadField.USER);
        }
        statistics.latency().ifPresent(latency -> fields.add(WorkloadField.LATENCY));
        statistics.timeToFirstToken().ifPresent(time -> fields.add(WorkloadField.TIME_TO_FIRST_TOKEN));
        statistics.errorRate().ifPresent(rate -> fields.add(WorkloadField.ERROR));
        return fields;
    }
}

package ai.netra.agents.suite.data;

import ai.netra.agents.suite.sufficiency.DataNeed;
import ai.netra.agents.suite.tool.CostData;
import ai.netra.agents.suite.tool.PerformanceData;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tools gave for one range of time, so far. */
final class Gathered {
    private @Nullable WorkloadMetrics metrics;
    private @Nullable CostData cost;
    private @Nullable PerformanceData performance;

    void metrics(WorkloadMetrics result) {
        metrics = result;
    }

    void cost(CostData result) {
        cost = result;
    }

    void performance(PerformanceData result) {
        performance = result;
    }

    Optional<WorkloadMetrics> metrics() {
        return Optional.ofNullable(metrics);
    }

    Optional<CostData> cost() {
        return Optional.ofNullable(cost);
    }

    Optional<PerformanceData> performance() {
        return Optional.ofNullable(performance);
    }

    boolean has(DataNeed need) {
        return switch (need) {
            case WORKLOAD_METRICS -> metrics != null;
            case COST_ANALYSIS -> cost != null;
            case PERFORMANCE_DATA -> performance != null;
        };
    }

    int size() {
        return (metrics == null ? 0 : 1) + (cost == null ? 0 : 1) + (performance == null ? 0 : 1);
    }
}

package ai.netra.agents.suite.data;

import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.sufficiency.DataPoint;
import ai.netra.agents.suite.tool.PerformanceData;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which data points are at hand: measured, or stated by the user. */
final class GatheredPoints {
    private GatheredPoints() {}

    static Set<DataPoint> of(DataRequest request, Gathered now, Gathered earlier) {
        Set<DataPoint> points = EnumSet.noneOf(DataPoint.class);
        now.metrics()
                .ifPresent(metrics ->
                        metrics.summary().fields().forEach(field -> point(field).ifPresent(points::add)));
        now.cost().ifPresent(cost -> {
            points.add(DataPoint.INPUT_TOKENS);
            points.add(DataPoint.OUTPUT_TOKENS);
            cost.current()
                    .ifPresent(
                            current -> points.addAll(EnumSet.of(DataPoint.PRICE, DataPoint.MODEL, DataPoint.PROVIDER)));
            if (!cost.byFeature().isEmpty()) {
                points.add(DataPoint.COST_BY_FEATURE);
            }
        });
        now.performance().ifPresent(performance -> points.addAll(served(performance)));
        earlier.metrics().ifPresent(metrics -> points.add(DataPoint.EARLIER_PERIOD));
        earlier.cost().flatMap(cost -> cost.current()).ifPresent(current -> points.add(DataPoint.EARLIER_COST));
        earlier.performance()
                .flatMap(PerformanceData::latency)
                .ifPresent(latency -> points.add(DataPoint.EARLIER_LATENCY));
        if (request.statesCost()) {
            points.add(DataPoint.PRICE);
        }
        if (request.statesLatency()) {
            points.add(DataPoint.LATENCY_OR_THROUGHPUT);
        }
        if (request.currentModel().isPresent()) {
            points.add(DataPoint.MODEL);
        }
        return points;
    }

    private static Set<DataPoint> served(PerformanceData performance) {
        Set<DataPoint> points = EnumSet.noneOf(DataPoint.class);
        performance.latency().ifPresent(latency -> points.add(DataPoint.LATENCY_OR_THROUGHPUT));
        performance.timeToFirstToken().ifPresent(time -> points.add(DataPoint.TIME_TO_FIRST_TOKEN));
        performance.errorRate().ifPresent(rate -> points.add(DataPoint.ERROR_FLAG));
        boolean grouped = Stream.concat(performance.byFeature().stream(), performance.byModel().stream())
                .map(GroupStatistics::latencyP95)
                .anyMatch(Optional::isPresent);
        if (grouped) {
            points.add(DataPoint.LATENCY_BY_GROUP);
        }
        return points;
    }

    private static Optional<DataPoint> point(WorkloadField field) {
        return Optional.of(
                switch (field) {
                    case TIME -> DataPoint.REQUEST_TIME;
                    case INPUT_TOKENS -> DataPoint.INPUT_TOKENS;
                    case OUTPUT_TOKENS -> DataPoint.OUTPUT_TOKENS;
                    case MODEL -> DataPoint.MODEL;
                    case FEATURE -> DataPoint.FEATURE;
                    case USER -> DataPoint.USER_OR_SESSION;
                    case LATENCY -> DataPoint.LATENCY_OR_THROUGHPUT;
                    case TIME_TO_FIRST_TOKEN -> DataPoint.TIME_TO_FIRST_TOKEN;
                    case ERROR -> DataPoint.ERROR_FLAG;
                });
    }
}

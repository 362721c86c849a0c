package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.SeriesStatistics;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import java.util.Optional;

/**
 * The latency of today that "twice as fast" is measured by: what the trace says, else what the user says, else what serving takes on the models in use
 * by the catalog's speeds, which is the least it can be.
 *
 * @param p95 the figure; absent if nobody says any
 */
record LatencyReference(Optional<Quantity> p95) {
    static LatencyReference of(
            WorkloadStatistics statistics, ResourceConfig config, Optional<PlanEvaluation> original) {
        return new LatencyReference(statistics
                .latency()
                .map(SeriesStatistics::p95)
                .map(LatencyReference::inMs)
                .or(() -> config.statedLatencyMs()
                        .map(ms -> Quantity.userStated(ms, Unit.MS, "what a request is said to take today")))
                .or(() -> original.flatMap(PlanEvaluation::servingP95)));
    }

    private static Quantity inMs(Quantity latency) {
        return switch (latency.unit()) {
            case SECONDS ->
                new Quantity(latency.value().movePointRight(3), Unit.MS, latency.provenance(), latency.basis());
            default -> latency;
        };
    }
}

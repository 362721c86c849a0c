package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.TimeBucket;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What requests, tokens, costs and the busiest minute would be at another usage. All of these grow in proportion, as long as the mix of requests stays
 * what it is; latency does not, and is left to the replay.
 */
final class Projections {
    private Projections() {}

    static List<Projection> of(RawData raw, BigDecimal factor, String source) {
        List<Projection> projections = new ArrayList<>();
        raw.workloadMetrics().map(WorkloadMetrics::metrics).ifPresent(metrics -> {
            add(projections, "requests", metrics.requests(), factor, source);
            add(projections, "input_tokens", metrics.inputTokens().total(), factor, source);
            add(projections, "output_tokens", metrics.outputTokens().total(), factor, source);
            busiest(metrics, TimeBucket::requests, Unit.REQUESTS)
                    .ifPresent(rate -> add(projections, "requests_per_minute_at_the_busiest", rate, factor, source));
            busiest(metrics, bucket -> bucket.inputTokens() + bucket.outputTokens(), Unit.TOKENS)
                    .ifPresent(rate -> add(projections, "tokens_per_minute_at_the_busiest", rate, factor, source));
        });
        raw.costAnalysis().ifPresent(cost -> {
            cost.current()
                    .flatMap(current -> current.costPerMonth())
                    .ifPresent(month -> add(projections, "current_cost_per_month", month, factor, source));
            cost.options()
                    .forEach(option -> option.costPerMonth()
                            .ifPresent(month ->
                                    add(projections, "cost_per_month on " + option.model(), month, factor, source)));
        });
        return projections;
    }

    private static void add(
            List<Projection> projections, String metric, Quantity now, BigDecimal factor, String source) {
        projections.add(new Projection(
                metric,
                now,
                new Quantity(
                        now.value().multiply(factor),
                        now.unit(),
                        now.provenance().weakest(Provenance.ESTIMATED),
                        "now x " + factor.toPlainString() + " (" + source + "), as if the mix of requests stayed")));
    }

    /** The busiest stretch of the timeline, per minute: what rate limits have to admit. */
    private static Optional<Quantity> busiest(WorkloadStatistics metrics, ToLongFunction<TimeBucket> of, Unit unit) {
        long width = metrics.timeline().bucketWidth().value().longValue();
        return metrics.timeline().buckets().stream()
                .max(Comparator.comparingLong(of))
                .map(bucket -> Quantity.measured(
                        Quantity.quotient(
                                BigDecimal.valueOf(of.applyAsLong(bucket)).multiply(BigDecimal.valueOf(60)),
                                BigDecimal.valueOf(width)),
                        unit,
                        "per minute, in the busiest " + width + " s, from "
                                + bucket.time().start()));
    }
}

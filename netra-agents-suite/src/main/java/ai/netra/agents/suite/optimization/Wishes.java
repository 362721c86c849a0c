package ai.netra.agents.suite.optimization;

import ai.netra.agents.Attributes;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.tool.FeatureLatencyCap;
import ai.netra.agents.suite.tool.ResourceConstraints;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.RequestConstraint;
import ai.netra.agents.suite.triage.StatedThreshold;
import ai.netra.agents.suite.triage.ThresholdBound;
import ai.netra.agents.suite.triage.Triage;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a request wants, as the optimizer takes it. The attribute {@code budget_usd_per_month} is a limit like one stated in the request. */
final class Wishes {
    private Wishes() {}

    static ResourceConstraints of(Triage triage, Attributes attributes) {
        List<StatedThreshold> latencies = triage.thresholds(Metric.LATENCY, ThresholdBound.AT_MOST);
        return new ResourceConstraints(
                triage.usageFactor().map(Quantity::value),
                triage.goalFactor(Metric.COST).map(Quantity::value),
                budget(triage, attributes),
                triage.goalFactor(Metric.LATENCY).map(Quantity::value),
                latencies.stream()
                        .filter(threshold -> threshold.subject().isEmpty())
                        .map(threshold -> threshold.quantity().value())
                        .min(Comparator.naturalOrder()),
                latencies.stream()
                        .flatMap(threshold -> threshold.subject().stream()
                                .map(feature -> new FeatureLatencyCap(feature, threshold.quantity().value())))
                        .toList(),
                triage.constraints().stream()
                        .filter(constraint -> constraint.limit().isEmpty())
                        .map(RequestConstraint::metric)
                        .flatMap(metric -> name(metric).stream())
                        .distinct()
                        .toList(),
                triage.priorities().stream().flatMap(metric -> name(metric).stream()).distinct().toList());
    }

    private static Optional<BigDecimal> budget(Triage triage, Attributes attributes) {
        return attributes
                .number("budget_usd_per_month")
                .map(BigDecimal::valueOf)
                .or(() -> triage.thresholds(Metric.COST, ThresholdBound.AT_MOST).stream()
                        .map(StatedThreshold::quantity)
                        .filter(quantity -> quantity.unit() == Unit.USD_PER_MONTH)
                        .map(Quantity::value)
                        .min(Comparator.naturalOrder()));
    }

    private static Optional<String> name(Metric metric) {
        return switch (metric) {
            case COST -> Optional.of("cost");
            case LATENCY, TIME_TO_FIRST_TOKEN -> Optional.of("latency");
            case QUALITY -> Optional.of("quality");
            case THROUGHPUT, ERRORS, USAGE, TOKENS, RATE_LIMIT, UTILIZATION, CACHING -> Optional.empty();
        };
    }
}

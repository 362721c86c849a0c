package ai.netra.agents.suite.data;

import ai.netra.agents.suite.statistics.Correlation;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.tool.CostData;
import ai.netra.agents.suite.tool.OptionCost;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import ai.netra.agents.suite.triage.Triage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what is in the data, from what the tools counted. */
final class Enrichment {
    private Enrichment() {}

    static EnrichedData of(Triage triage, RawData raw, Sufficiency sufficiency) {
        Optional<WorkloadStatistics> metrics = raw.workloadMetrics().map(WorkloadMetrics::metrics);
        List<PeriodChange> changes = Changes.of(raw);
        boolean optimal =
                sufficiency.state() == SufficiencyState.OPTIMAL || sufficiency.state() == SufficiencyState.EXCESSIVE;
        List<Projection> projections = triage.usageFactor()
                .map(factor -> Projections.of(raw, factor.value(), "stated in the request"))
                .or(() -> Optional.of(changes)
                        .filter(seen -> optimal)
                        .flatMap(Enrichment::growthSeen)
                        .map(factor -> Projections.of(raw, factor, "if the change from the period before repeats")))
                .orElse(List.of());
        List<NamedTrend> trends = metrics.map(Enrichment::trends).orElse(List.of());
        List<OptionCost> costs = raw.costAnalysis().map(Enrichment::costs).orElse(List.of());
        return new EnrichedData(
                statistics(raw),
                trends,
                metrics.map(m -> m.timeline().anomalies()).orElse(List.of()),
                metrics.map(Enrichment::strong).orElse(List.of()),
                metrics.map(WorkloadStatistics::usage),
                costs,
                changes,
                projections,
                optimal ? CrossChecks.of(raw) : List.of(),
                Findings.of(raw, changes, projections, costs));
    }

    private static Optional<BigDecimal> growthSeen(List<PeriodChange> changes) {
        return changes.stream()
                .filter(change -> change.metric().equals("requests"))
                .map(change -> change.change().value().add(BigDecimal.ONE))
                .filter(factor -> factor.signum() > 0)
                .findFirst();
    }

    private static List<NamedStatistics> statistics(RawData raw) {
        List<NamedStatistics> statistics = new ArrayList<>();
        raw.workloadMetrics().map(WorkloadMetrics::metrics).ifPresent(metrics -> {
            statistics.add(new NamedStatistics("input_tokens", metrics.inputTokens()));
            statistics.add(new NamedStatistics("output_tokens", metrics.outputTokens()));
        });
        raw.performanceData()
                .flatMap(p -> p.latency())
                .or(() -> raw.workloadMetrics().flatMap(m -> m.metrics().latency()))
                .ifPresent(latency -> statistics.add(new NamedStatistics("latency", latency)));
        raw.performanceData()
                .flatMap(p -> p.timeToFirstToken())
                .or(() -> raw.workloadMetrics().flatMap(m -> m.metrics().timeToFirstToken()))
                .ifPresent(time -> statistics.add(new NamedStatistics("time_to_first_token", time)));
        return statistics;
    }

    private static List<NamedTrend> trends(WorkloadStatistics metrics) {
        List<NamedTrend> trends = new ArrayList<>();
        metrics.timeline().requestTrend().ifPresent(trend -> trends.add(new NamedTrend("requests", trend)));
        metrics.timeline().tokenTrend().ifPresent(trend -> trends.add(new NamedTrend("tokens", trend)));
        return trends;
    }

    private static List<Correlation> strong(WorkloadStatistics metrics) {
        return metrics.correlations().stream()
                .filter(correlation -> correlation.strength() == Correlation.Strength.STRONG)
                .toList();
    }

    private static List<OptionCost> costs(CostData data) {
        return data.options().stream()
                .sorted(Comparator.comparing(
                                (OptionCost option) -> option.cost().value())
                        .thenComparing(OptionCost::model))
                .toList();
    }
}

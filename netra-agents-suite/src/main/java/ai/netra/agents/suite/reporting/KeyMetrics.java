package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.optimization.Impact;
import java.util.ArrayList;
import java.util.List;

/** The figures that matter, each once. */
final class KeyMetrics {
    private KeyMetrics() {}

    static List<ReportedMetric> of(ReportInputs inputs) {
        List<ReportedMetric> metrics = new ArrayList<>();
        inputs.data().ifPresent(data -> {
            data.rawData().workloadMetrics().ifPresent(workload -> {
                metrics.add(new ReportedMetric("requests", workload.summary().requests()));
                metrics.add(
                        new ReportedMetric("input_tokens", workload.summary().inputTokens()));
                metrics.add(
                        new ReportedMetric("output_tokens", workload.summary().outputTokens()));
                workload.metrics()
                        .requestsPerSecond()
                        .ifPresent(rate -> metrics.add(new ReportedMetric("requests_per_second", rate)));
            });
            data.rawData().performanceData().ifPresent(performance -> {
                performance.latency().ifPresent(latency -> {
                    metrics.add(new ReportedMetric("latency_p50", latency.p50()));
                    metrics.add(new ReportedMetric("latency_p95", latency.p95()));
                    metrics.add(new ReportedMetric("latency_p99", latency.p99()));
                });
                performance.errorRate().ifPresent(rate -> metrics.add(new ReportedMetric("error_rate", rate)));
            });
            data.rawData().costAnalysis().ifPresent(cost -> {
                cost.current().ifPresent(current -> {
                    metrics.add(new ReportedMetric("current_cost", current.cost()));
                    current.costPerMonth()
                            .ifPresent(month -> metrics.add(new ReportedMetric("current_cost_per_month", month)));
                });
                data.enrichedData()
                        .costBreakdown()
                        .forEach(option -> metrics.add(new ReportedMetric("cost on " + option.model(), option.cost())));
            });
            data.dataQuality()
                    .completeness()
                    .ifPresent(share -> metrics.add(new ReportedMetric("data_completeness", share)));
            data.dataQuality().freshness().ifPresent(share -> metrics.add(new ReportedMetric("data_freshness", share)));
            data.dataQuality()
                    .reliability()
                    .ifPresent(share -> metrics.add(new ReportedMetric("data_reliability", share)));
            data.enrichedData()
                    .projections()
                    .forEach(projection -> metrics.add(
                            new ReportedMetric("projected " + projection.metric(), projection.projected())));
        });
        inputs.optimization().ifPresent(optimization -> {
            for (Impact impact : optimization.expectedImprovements()) {
                impact.share()
                        .or(impact::change)
                        .ifPresent(change ->
                                metrics.add(new ReportedMetric("expected change of " + impact.measure(), change)));
            }
        });
        return metrics;
    }
}

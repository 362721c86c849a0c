package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.SeriesStatistics;
import ai.netra.agents.suite.tool.CurrentCost;
import ai.netra.agents.suite.tool.PerformanceData;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the period asked about differs from the one of equal length before it. */
final class Changes {
    private Changes() {}

    /** The period before, if anything was gathered of it. */
    static Optional<EarlierPeriod> earlier(Gathered earlier) {
        return earlier.metrics()
                .map(metrics -> metrics.summary().timeRange())
                .or(() -> earlier.cost().map(cost -> cost.timeRange()))
                .or(() -> earlier.performance().map(performance -> performance.timeRange()))
                .map(range -> new EarlierPeriod(
                        range,
                        earlier.metrics().map(metrics -> metrics.summary().requests()),
                        earlier.metrics()
                                .map(metrics -> tokens(
                                        metrics.summary().inputTokens(),
                                        metrics.summary().outputTokens())),
                        earlier.cost().flatMap(cost -> cost.current()).map(CurrentCost::cost),
                        earlier.performance().flatMap(PerformanceData::latency).map(SeriesStatistics::p95),
                        earlier.performance().flatMap(PerformanceData::errorRate)));
    }

    static List<PeriodChange> of(RawData raw) {
        return raw.earlierPeriod()
                .map(before -> Stream.of(
                                change(
                                        "requests",
                                        before.requests(),
                                        raw.workloadMetrics()
                                                .map(m -> m.summary().requests())),
                                change(
                                        "tokens",
                                        before.tokens(),
                                        raw.workloadMetrics()
                                                .map(m -> tokens(
                                                        m.summary().inputTokens(),
                                                        m.summary().outputTokens()))),
                                change(
                                        "cost",
                                        before.cost(),
                                        raw.costAnalysis()
                                                .flatMap(cost -> cost.current())
                                                .map(CurrentCost::cost)),
                                change(
                                        "latency_p95",
                                        before.latencyP95(),
                                        raw.performanceData()
                                                .flatMap(PerformanceData::latency)
                                                .map(SeriesStatistics::p95)),
                                change(
                                        "error_rate",
                                        before.errorRate(),
                                        raw.performanceData().flatMap(PerformanceData::errorRate)))
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of());
    }

    private static Optional<PeriodChange> change(String metric, Optional<Quantity> earlier, Optional<Quantity> now) {
        if (earlier.isEmpty() || now.isEmpty() || earlier.get().value().signum() == 0) {
            return Optional.empty();
        }
        Quantity difference = now.get().minus(earlier.get(), "now - earlier");
        return Optional.of(new PeriodChange(
                metric,
                earlier.get(),
                now.get(),
                new Quantity(
                        Quantity.quotient(difference.value(), earlier.get().value()),
                        Unit.RATIO,
                        difference.provenance(),
                        "(now - earlier) / earlier, periods of equal length")));
    }

    private static Quantity tokens(Quantity input, Quantity output) {
        return input.plus(output, "input + output tokens");
    }
}

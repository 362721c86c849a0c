package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.LongStatistics;
import org.apache.commons.statistics.descriptive.Statistic;

/** Finds peaks, unusual stretches and trends in the buckets of a timeline. */
final class TimelineAnalysis {
    private static final int FEWEST_FOR_CUTTING_EDGES = 7;

    private final List<TimeBucket> buckets;
    private final Duration width;
    private final LongStatistics moments;
    private final String per;

    private TimelineAnalysis(List<TimeBucket> buckets, Duration width) {
        this.buckets = buckets;
        this.width = width;
        this.moments = LongStatistics.of(Statistic.SUM, Statistic.MEAN, Statistic.STANDARD_DEVIATION);
        buckets.forEach(bucket -> moments.accept(bucket.requests()));
        this.per = " per bucket of " + width.toSeconds() + " s over " + buckets.size() + " buckets";
    }

    static WorkloadTimeline of(TimelineCollector collector) {
        return new TimelineAnalysis(collector.buckets(), collector.width()).timeline();
    }

    private WorkloadTimeline timeline() {
        BigDecimal mean = Quantity.quotient(
                new BigDecimal(moments.getAsBigInteger(Statistic.SUM)), BigDecimal.valueOf(buckets.size()));
        return new WorkloadTimeline(
                Quantity.measured(width.toSeconds(), Unit.SECONDS, "width chosen for at most 200 buckets"),
                buckets,
                Quantity.measured(mean, Unit.REQUESTS_PER_BUCKET, "mean requests" + per),
                peaks(mean),
                anomalies(),
                trend("requests", Unit.REQUESTS_PER_BUCKET, TimeBucket::requests),
                trend("tokens", Unit.TOKENS_PER_BUCKET, bucket -> bucket.inputTokens() + bucket.outputTokens()));
    }

    private List<Peak> peaks(BigDecimal mean) {
        BigDecimal threshold = mean.multiply(BigDecimal.valueOf(Peak.ABOVE_TIMES_MEAN));
        List<Peak> peaks = new ArrayList<>();
        for (TimeBucket bucket : buckets) {
            BigDecimal requests = BigDecimal.valueOf(bucket.requests());
            if (requests.compareTo(threshold) > 0) {
                peaks.add(new Peak(
                        bucket.time(),
                        requests(bucket),
                        Quantity.measured(
                                Quantity.quotient(requests, mean), Unit.RATIO, "requests / mean requests" + per)));
            }
        }
        return peaks;
    }

    private List<TimeAnomaly> anomalies() {
        long[] sorted =
                buckets.stream().mapToLong(TimeBucket::requests).sorted().toArray();
        int count = sorted.length;
        double deviation = count < 2 ? 0 : moments.getAsDouble(Statistic.STANDARD_DEVIATION);
        Optional<Fence> deviations = Fence.ofDeviations(count, moments.getAsDouble(Statistic.MEAN), deviation);
        Optional<Fence> quartiles = Fence.ofQuartiles(count, nearestRank(sorted, 25), nearestRank(sorted, 75));
        List<TimeAnomaly> anomalies = new ArrayList<>();
        for (TimeBucket bucket : buckets) {
            List<OutlierMethod> methods = Arrays.stream(OutlierMethod.values())
                    .filter(method -> (method == OutlierMethod.Z_SCORE ? deviations : quartiles)
                            .filter(fence -> fence.excludes(bucket.requests()))
                            .isPresent())
                    .toList();
            if (!methods.isEmpty()) {
                anomalies.add(new TimeAnomaly(bucket.time(), requests(bucket), methods));
            }
        }
        return anomalies;
    }

    private Optional<Trend> trend(String what, Unit unit, ToDoubleFunction<TimeBucket> value) {
        int edge = buckets.size() >= FEWEST_FOR_CUTTING_EDGES ? 1 : 0;
        PearsonCollector line = new PearsonCollector();
        for (int i = edge; i < buckets.size() - edge; i++) {
            line.add(i, value.applyAsDouble(buckets.get(i)));
        }
        String basis = " of " + what + per + (edge == 1 ? ", without the first and last" : "");
        return line.coefficient()
                .map(r -> new Trend(
                        Quantity.measured(
                                Quantity.decimal(line.slope().orElseThrow()), unit, "least-squares slope" + basis),
                        Quantity.measured(Quantity.decimal(r), Unit.RATIO, "Pearson's r with time" + basis),
                        Trend.Direction.of(r)));
    }

    private Quantity requests(TimeBucket bucket) {
        return Quantity.measured(
                bucket.requests(),
                Unit.REQUESTS,
                "requests from " + bucket.time().start() + " for " + width.toSeconds() + " s");
    }

    private static long nearestRank(long[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }
}

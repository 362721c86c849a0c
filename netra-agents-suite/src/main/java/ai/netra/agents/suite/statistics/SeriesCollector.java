package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.internal.ValueHistogram;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.LongStatistics;
import org.apache.commons.statistics.descriptive.Statistic;

/** Adds up one part of the requests. Tokens are kept as they are, durations as microseconds and shown as milliseconds. */
final class SeriesCollector {
    private static final int EXACT_BITS = 17;

    private final String part;
    private final Unit unit;
    private final int decimalsOfUnit;
    private final ValueHistogram histogram = new ValueHistogram(EXACT_BITS);
    private final LongStatistics moments =
            LongStatistics.of(Statistic.SUM, Statistic.MEAN, Statistic.STANDARD_DEVIATION);

    private SeriesCollector(String part, Unit unit, int decimalsOfUnit) {
        this.part = part;
        this.unit = unit;
        this.decimalsOfUnit = decimalsOfUnit;
    }

    static SeriesCollector ofTokens(String part) {
        return new SeriesCollector(part, Unit.TOKENS, 0);
    }

    static SeriesCollector ofMicroseconds(String part) {
        return new SeriesCollector(part, Unit.MS, 3);
    }

    void add(long value) {
        histogram.add(value);
        moments.accept(value);
    }

    long count() {
        return histogram.count();
    }

    long total() {
        return moments.getAsBigInteger(Statistic.SUM).longValueExact();
    }

    Optional<SeriesStatistics> result() {
        return count() == 0 ? Optional.empty() : Optional.of(statistics());
    }

    private SeriesStatistics statistics() {
        BigDecimal total = new BigDecimal(moments.getAsBigInteger(Statistic.SUM));
        BigDecimal mean = Quantity.quotient(total, BigDecimal.valueOf(count()));
        String over = " of " + part + " over " + count() + " requests";
        return new SeriesStatistics(
                Quantity.measured(count(), Unit.REQUESTS, "requests with " + part),
                measured(total, "sum" + over),
                measured(mean, "mean" + over),
                measured(BigDecimal.valueOf(histogram.min()), "least" + over),
                measured(BigDecimal.valueOf(histogram.max()), "greatest" + over),
                percentile(50, over),
                percentile(95, over),
                percentile(99, over),
                deviation()
                        .map(deviation ->
                                measured(Quantity.decimal(deviation), "standard deviation of the sample" + over)),
                outliers());
    }

    private Quantity percentile(int percent, String over) {
        String precision = histogram.exact() ? "exact" : "within 0.001 %";
        return measured(
                BigDecimal.valueOf(histogram.percentile(percent)),
                percent + "th percentile (nearest rank, " + precision + ")" + over);
    }

    private Optional<Double> deviation() {
        return count() < 2 ? Optional.empty() : Optional.of(moments.getAsDouble(Statistic.STANDARD_DEVIATION));
    }

    private List<Outliers> outliers() {
        List<Outliers> found = new ArrayList<>();
        double mean = moments.getAsDouble(Statistic.MEAN);
        Fence.ofDeviations(count(), mean, deviation().orElse(0.0))
                .ifPresent(fence -> found.add(outliers(OutlierMethod.Z_SCORE, fence)));
        Fence.ofQuartiles(count(), histogram.percentile(25), histogram.percentile(75))
                .ifPresent(fence -> found.add(outliers(OutlierMethod.INTERQUARTILE, fence)));
        return found;
    }

    private Outliers outliers(OutlierMethod method, Fence fence) {
        String basis = method.description() + " of " + part;
        return new Outliers(
                method,
                Quantity.measured(
                        histogram.outside(fence.lower(), fence.upper()), Unit.REQUESTS, "requests outside " + basis),
                measured(Quantity.decimal(fence.lower()), "lower bound by " + basis),
                measured(Quantity.decimal(fence.upper()), "upper bound by " + basis));
    }

    private Quantity measured(BigDecimal value, String basis) {
        return Quantity.measured(value.movePointLeft(decimalsOfUnit), unit, basis);
    }
}

package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What the values of one part of the requests add up to. Percentiles are of the nearest rank: the smallest value that at least that share of the values
 * does not exceed, so always a value that occurred. Counts, totals, means, least and greatest values are exact; percentiles are exact for values below
 * 131,072 (tokens, or microseconds) and within 0.001 % above, and their bases say which.
 *
 * @param count how many requests carry the part
 * @param total the sum
 * @param mean the arithmetic mean
 * @param min the least value
 * @param max the greatest value
 * @param p50 the 50th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param standardDeviation of the sample; absent for a single value
 * @param outliers how many values are unusual, by each method there are enough values for
 */
public record SeriesStatistics(
        Quantity count,
        Quantity total,
        Quantity mean,
        Quantity min,
        Quantity max,
        Quantity p50,
        Quantity p95,
        Quantity p99,
        Optional<Quantity> standardDeviation,
        List<Outliers> outliers) {
    /** Copies the list. */
    public SeriesStatistics {
        outliers = List.copyOf(outliers);
    }
}

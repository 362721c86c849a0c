package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * How a workload went over time, in at most 202 buckets of equal width that begin at whole multiples of it (UTC). The width is the smallest of 1 s,
 * 10 s, 1 min, 5 min, 15 min, 1 h, 6 h, 1 d, 7 d, 28 d and 364 d that gives no more than 200 whole ones. Buckets without requests between the first and the last
 * request count as zero.
 *
 * @param bucketWidth how long a bucket is
 * @param buckets all buckets in order of time
 * @param meanRequests the mean number of requests per bucket
 * @param peaks buckets above 1.5 times the mean
 * @param anomalies buckets with an unusual number of requests
 * @param requestTrend where the number of requests is going; absent for fewer than three buckets or a constant number
 * @param tokenTrend where the sum of input and output tokens is going; absent likewise
 */
public record WorkloadTimeline(
        Quantity bucketWidth,
        List<TimeBucket> buckets,
        Quantity meanRequests,
        List<Peak> peaks,
        List<TimeAnomaly> anomalies,
        Optional<Trend> requestTrend,
        Optional<Trend> tokenTrend) {
    /** Copies the lists. */
    public WorkloadTimeline {
        buckets = List.copyOf(buckets);
        peaks = List.copyOf(peaks);
        anomalies = List.copyOf(anomalies);
    }
}

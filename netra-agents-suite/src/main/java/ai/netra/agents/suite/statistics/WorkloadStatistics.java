package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the requests of a workload in a range of time add up to. What no request carries is absent.
 *
 * @param observed from the first to the last request
 * @param requests how many there are
 * @param requestsPerSecond their number divided by the observed span; absent for requests that all came at one instant
 * @param inputTokens tokens sent
 * @param outputTokens tokens generated
 * @param latency time to the last token
 * @param timeToFirstToken time to the first token
 * @param errorRate the share that failed of those that say
 * @param correlations Pearson's r for each pair of the four above that three or more requests carry and that varies
 * @param timeline how it went over time
 * @param usage at what time of the day
 * @param byFeature per feature
 * @param byModel per model
 */
public record WorkloadStatistics(
        TimeRange observed,
        Quantity requests,
        Optional<Quantity> requestsPerSecond,
        SeriesStatistics inputTokens,
        SeriesStatistics outputTokens,
        Optional<SeriesStatistics> latency,
        Optional<SeriesStatistics> timeToFirstToken,
        Optional<Quantity> errorRate,
        List<Correlation> correlations,
        WorkloadTimeline timeline,
        UsagePattern usage,
        Breakdown byFeature,
        Breakdown byModel) {
    /** Copies the list. */
    public WorkloadStatistics {
        correlations = List.copyOf(correlations);
        Objects.requireNonNull(byModel, "byModel");
    }

    /** The statistics of the workload's requests in the range, in one pass over the repository; empty if there is none. */
    public static Optional<WorkloadStatistics> of(WorkloadRepository repository, WorkloadId workload, TimeRange range) {
        return repository
                .describe(workload)
                .flatMap(profile -> overlap(profile, range))
                .flatMap(overlap -> {
                    StatisticsCollector collector = StatisticsCollector.over(overlap);
                    repository.forEach(workload, overlap, collector);
                    return collector.result();
                });
    }

    private static Optional<TimeRange> overlap(WorkloadProfile profile, TimeRange range) {
        TimeRange kept = profile.range();
        Instant start = kept.start().isAfter(range.start()) ? kept.start() : range.start();
        Instant end = kept.end().isBefore(range.end()) ? kept.end() : range.end();
        return start.isBefore(end) ? Optional.of(new TimeRange(start, end)) : Optional.empty();
    }
}

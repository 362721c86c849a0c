package ai.netra.agents.suite.statistics;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Adds requests up by stretches of time. */
final class TimelineCollector {
    private static final int MOST_BUCKETS = 200;
    private static final List<Duration> WIDTHS = Stream.of(
                    1, 10, 60, 300, 900, 3_600, 21_600, 86_400, 7 * 86_400, 28 * 86_400, 364 * 86_400)
            .map(Duration::ofSeconds)
            .toList();

    private final TimeRange range;
    private final long width;
    private final long origin;
    private final long[] requests;
    private final long[] inputTokens;
    private final long[] outputTokens;
    private int firstUsed = Integer.MAX_VALUE;
    private int lastUsed = -1;

    TimelineCollector(TimeRange range) {
        this.range = range;
        this.width = WIDTHS.stream()
                .filter(candidate -> range.duration().dividedBy(candidate) <= MOST_BUCKETS)
                .findFirst()
                .orElseThrow(() -> new InvalidDefinitionException(
                        "The range " + range + " is too long for a timeline; ask for at most 199 years."))
                .toSeconds();
        this.origin = Math.floorDiv(range.start().getEpochSecond(), width);
        int buckets = (int) (Math.floorDiv(range.end().getEpochSecond(), width) - origin) + 1;
        this.requests = new long[buckets];
        this.inputTokens = new long[buckets];
        this.outputTokens = new long[buckets];
    }

    void add(WorkloadRequest request) {
        if (!range.contains(request.time())) {
            throw new InvalidDefinitionException("A request at " + request.time() + " is outside of " + range
                    + "; collect only requests of the range the collector was made for.");
        }
        int bucket = (int) (Math.floorDiv(request.time().getEpochSecond(), width) - origin);
        requests[bucket]++;
        inputTokens[bucket] += request.inputTokens();
        outputTokens[bucket] += request.outputTokens();
        firstUsed = Math.min(firstUsed, bucket);
        lastUsed = Math.max(lastUsed, bucket);
    }

    Duration width() {
        return Duration.ofSeconds(width);
    }

    /** The buckets from the first to the last that has a request. */
    List<TimeBucket> buckets() {
        List<TimeBucket> buckets = new ArrayList<>();
        for (int i = firstUsed; i <= lastUsed; i++) {
            Instant start = Instant.ofEpochSecond((origin + i) * width);
            buckets.add(new TimeBucket(
                    new TimeRange(start, start.plusSeconds(width)), requests[i], inputTokens[i], outputTokens[i]));
        }
        return buckets;
    }
}

package ai.netra.agents.suite.statistics;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adds requests up as they come: pass it to {@code WorkloadRepository.forEach} and ask for the {@link #result()}. Memory does not grow with the number
 * of requests (30 MB at most). The order of requests does not matter. Used by one thread.
 */
public final class StatisticsCollector implements Consumer<WorkloadRequest> {
    private static final long NANOS_PER_MICRO = 1_000;

    private final SeriesCollector input = SeriesCollector.ofTokens("input tokens");
    private final SeriesCollector output = SeriesCollector.ofTokens("output tokens");
    private final SeriesCollector latency = SeriesCollector.ofMicroseconds("latency");
    private final SeriesCollector firstToken = SeriesCollector.ofMicroseconds("time to first token");
    private final CorrelationCollector correlations = new CorrelationCollector();
    private final GroupCollector features = new GroupCollector("feature", WorkloadRequest::feature);
    private final GroupCollector models = new GroupCollector("model", WorkloadRequest::model);
    private final TimelineCollector timeline;
    private final long[] byHour = new long[24];
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long rated;
    private long failed;

    private StatisticsCollector(TimeRange range) {
        this.timeline = new TimelineCollector(range);
    }

    /** A collector for requests in that range, which sets the width of the timeline's buckets. */
    public static StatisticsCollector over(TimeRange range) {
        return new StatisticsCollector(range);
    }

    /**
     * Adds a request.
     *
     * @throws InvalidDefinitionException if its time is outside of the range
     */
    @Override
    public void accept(WorkloadRequest request) {
        timeline.add(request);
        input.add(request.inputTokens());
        output.add(request.outputTokens());
        request.latency().ifPresent(duration -> latency.add(duration.toNanos() / NANOS_PER_MICRO));
        request.timeToFirstToken().ifPresent(duration -> firstToken.add(duration.toNanos() / NANOS_PER_MICRO));
        request.error().ifPresent(error -> {
            rated++;
            failed += error ? 1 : 0;
        });
        correlations.add(request);
        features.add(request);
        models.add(request);
        first = request.time().isBefore(first) ? request.time() : first;
        last = request.time().isAfter(last) ? request.time() : last;
        byHour[(int) Math.floorMod(Math.floorDiv(request.time().getEpochSecond(), 3_600L), 24L)]++;
    }

    /** What was added up, or empty if nothing was added. */
    public Optional<WorkloadStatistics> result() {
        if (input.count() == 0) {
            return Optional.empty();
        }
        return Optional.of(new WorkloadStatistics(
                TimeRange.including(first, last),
                Quantity.measured(input.count(), Unit.REQUESTS, "requests from " + first + " to " + last),
                requestsPerSecond(),
                input.result().orElseThrow(),
                output.result().orElseThrow(),
                latency.result(),
                firstToken.result(),
                rated == 0 ? Optional.empty() : Optional.of(GroupCollector.errorRate(failed, rated, "")),
                correlations.result(),
                TimelineAnalysis.of(timeline),
                usage(),
                features.result(),
                models.result()));
    }

    private Optional<Quantity> requestsPerSecond() {
        Duration span = Duration.between(first, last);
        if (span.isZero()) {
            return Optional.empty();
        }
        BigDecimal seconds = BigDecimal.valueOf(span.toNanos(), 9);
        return Optional.of(Quantity.measured(
                Quantity.quotient(BigDecimal.valueOf(input.count()), seconds),
                Unit.REQUESTS_PER_SECOND,
                "requests / seconds from the first to the last ("
                        + seconds.stripTrailingZeros().toPlainString() + ")"));
    }

    private UsagePattern usage() {
        long firstHour = Math.floorDiv(first.getEpochSecond(), 3_600L);
        long hoursTouched = Math.floorDiv(last.getEpochSecond(), 3_600L) - firstHour + 1;
        List<UsageHour> hours = new ArrayList<>();
        int busiest = (int) Math.floorMod(firstHour, 24L);
        for (int hour = 0; hour < byHour.length; hour++) {
            if (Math.floorMod(hour - firstHour, 24L) < hoursTouched) {
                String basis = "requests from " + hour + ":00 to " + hour + ":59 UTC";
                hours.add(new UsageHour(hour, Quantity.measured(byHour[hour], Unit.REQUESTS, basis)));
                busiest = byHour[hour] > byHour[busiest] ? hour : busiest;
            }
        }
        return new UsagePattern(hours, busiest);
    }
}

package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** One reading of the requests: the current request and when it arrives, growth included. */
final class ReplayPass {
    private final double growth;
    private WorkloadRequest request;
    private Instant first;
    private long arrival;
    private long requests;
    private long fingerprint;

    ReplayPass(TimeRange range, BigDecimal growth) {
        this.growth = growth.doubleValue();
        this.first = range.start();
        this.request = WorkloadRequest.of(Instant.EPOCH, 0, 0);
    }

    void next(WorkloadRequest next) {
        first = requests == 0 ? next.time() : first;
        request = next;
        requests++;
        fingerprint += 31 * next.inputTokens() + next.outputTokens();
        long elapsed = Duration.between(first, next.time()).toNanos();
        arrival = growth == 1 ? elapsed : Math.round(elapsed / growth);
    }

    WorkloadRequest request() {
        return request;
    }

    /** Nanoseconds since the first request. */
    long arrival() {
        return arrival;
    }

    long requests() {
        return requests;
    }

    /** A number that differs, most likely, between passes over different requests. */
    long fingerprint() {
        return fingerprint;
    }

    TimeRange observed() {
        return TimeRange.including(first, request.time());
    }

    /** From the first to the last request, as recorded; may be zero. */
    Duration span() {
        return Duration.between(first, request.time());
    }
}

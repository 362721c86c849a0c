package ai.netra.agents.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The calls of one agent so far, taken together.
 *
 * @param totalCalls how many there were
 * @param totalDuration how long they took, added up
 * @param errors how many of them failed; those cancelled did not
 * @param lastCall when the latest of them ended, if there was one
 */
public record CallTotals(long totalCalls, Duration totalDuration, long errors, Optional<Instant> lastCall) {
    /** No calls. */
    public static final CallTotals NONE = new CallTotals(0, Duration.ZERO, 0, Optional.empty());

    /** The calls of both. */
    public CallTotals plus(CallTotals other) {
        return new CallTotals(
                totalCalls + other.totalCalls,
                totalDuration.plus(other.totalDuration),
                errors + other.errors,
                Stream.concat(lastCall.stream(), other.lastCall.stream()).max(Comparator.naturalOrder()));
    }

    /** The average duration, down to the nanosecond; zero if there were no calls. */
    public Duration averageDuration() {
        return totalCalls == 0 ? Duration.ZERO : totalDuration.dividedBy(totalCalls);
    }
}

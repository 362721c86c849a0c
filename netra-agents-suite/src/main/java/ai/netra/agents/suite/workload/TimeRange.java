package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;

/**
 * A span of time that includes its start and not its end.
 *
 * @param start the first instant in it
 * @param end the first instant after it; later than the start
 */
public record TimeRange(Instant start, Instant end) {
    /** Checks that the end is later than the start. */
    public TimeRange {
        if (!end.isAfter(start)) {
            throw new InvalidDefinitionException(
                    "The time range ends at " + end + ", not after its start " + start + "; give a later end.");
        }
    }

    /** The shortest range that includes both instants. */
    public static TimeRange including(Instant first, Instant last) {
        return new TimeRange(first, last.plusNanos(1));
    }

    /** Whether the instant is in it. */
    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** How long it is; never zero. */
    public Duration duration() {
        return Duration.between(start, end);
    }

    /** The range of the same length that ends where this one starts. */
    public TimeRange preceding() {
        return new TimeRange(start.minus(duration()), start);
    }

    /** Both instants in ISO 8601, separated by a slash. */
    @Override
    public String toString() {
        return start + "/" + end;
    }
}

package ai.netra.agents.suite.workload;

import java.time.Instant;

/** Instants as nanoseconds since 1970, which a long holds until the year 2262. */
final class EpochNanos {
    private static final long PER_SECOND = 1_000_000_000L;
    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private EpochNanos() {}

    static long of(Instant time) {
        return time.getEpochSecond() * PER_SECOND + time.getNano();
    }

    /** The same, but instants before or after what a long holds become its least or greatest value. */
    static long clamped(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return time.isAfter(LATEST) ? Long.MAX_VALUE : of(time);
    }

    static Instant toInstant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Scheduler;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Readings of the wall clock, each good for all runs that begin in the second after it: so that most need none of their own. Thread-safe. */
final class WallTimes {
    private static final long GOOD_FOR = 1_000_000_000L;

    private final Scheduler scheduler;
    private volatile @Nullable WallTime newest;

    WallTimes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * A wall clock that was read once and goes on from there: so it never goes back, though the system's may be set back.
     *
     * @param instant what it showed
     * @param nanoTime when, by the scheduler's {@code nanoTime}
     */
    record WallTime(Instant instant, long nanoTime) {
        /** Of nothing yet. */
        static final WallTime NONE = new WallTime(Instant.EPOCH, 0);

        Instant at(long when) {
            return instant.plusNanos(when - nanoTime);
        }
    }

    /** The wall clock for what begins now. */
    WallTime from(long now) {
        WallTime known = newest;
        if (known == null || now - known.nanoTime >= GOOD_FOR) {
            known = new WallTime(scheduler.clock().instant(), now);
            newest = known;
        }
        return known;
    }
}

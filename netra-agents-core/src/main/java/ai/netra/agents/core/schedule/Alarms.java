package ai.netra.agents.core.schedule;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rings the alarms of threads, in rounds. Almost every time limit is far away when it is set and gone before it passes, so setting one costs a look at
 * when the next round is, and taking it back costs nothing: only a limit that passes before that round brings it forward. Without any limit set there
 * are no rounds. Thread-safe.
 */
final class Alarms {
    /** At most this long between rounds: rounds that were replaced wait in the queue until their time. */
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    static final long NEVER = Long.MAX_VALUE;

    private final ScheduledThreadPoolExecutor timers;
    private final Iterable<Worker> workers;
    private final long origin = System.nanoTime();
    private final AtomicLong nextRound = new AtomicLong(NEVER);

    /**
     * Alarms for threads that come and go.
     *
     * @param workers a live view of them
     */
    Alarms(ScheduledThreadPoolExecutor timers, Iterable<Worker> workers) {
        this.timers = timers;
        this.workers = workers;
    }

    /** Nanoseconds since these alarms were made: from 0, so that times can be compared. */
    long now() {
        return System.nanoTime() - origin;
    }

    /** Sees to it that there is a round at this time or before. Called when a round would already see the limit. */
    void set(long deadline, long now) {
        long round = Math.min(deadline, now + PERIOD);
        long next;
        do {
            next = nextRound.get();
            if (next <= deadline) {
                return;
            }
        } while (!nextRound.compareAndSet(next, round));
        Future<?> unused = timers.schedule(() -> ring(round), round - now, TimeUnit.NANOSECONDS);
    }

    /** A round; one that was brought forward since has been replaced. */
    private void ring(long round) {
        if (!nextRound.compareAndSet(round, NEVER)) {
            return;
        }
        long now = now();
        long next = NEVER;
        for (Worker worker : workers) {
            next = Math.min(next, worker.ring(now));
        }
        if (next != NEVER) {
            set(next, now);
        }
    }
}

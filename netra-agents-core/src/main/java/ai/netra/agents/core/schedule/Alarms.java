package ai.netra.agents.core.schedule;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rings the alarms of tasks, in rounds. Almost every time limit is far away when it is set and gone before it passes, so setting one costs a look at
 * when the next round is, and taking it back costs nothing: only a limit that passes before that round brings it forward. Without any limit set there
 * are no rounds. Thread-safe.
 */
final class Alarms {
    /** At most this long between rounds: rounds that were replaced wait in the queue until their time. */
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
    private static final long NONE = Long.MAX_VALUE;

    private final ScheduledThreadPoolExecutor timers;
    private final Set<ThreadTask> tasks = ConcurrentHashMap.newKeySet();
    private final long origin = System.nanoTime();
    private final AtomicLong nextRound = new AtomicLong(NONE);

    Alarms(ScheduledThreadPoolExecutor timers) {
        this.timers = timers;
    }

    /** Nanoseconds since these alarms were made: from 0, so that times can be compared. */
    long now() {
        return System.nanoTime() - origin;
    }

    /** Takes a task into the rounds. */
    void watch(ThreadTask task) {
        tasks.add(task);
    }

    /** Takes a task out of the rounds: it has no limit set. */
    void forget(ThreadTask task) {
        tasks.remove(task);
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
        timers.schedule(() -> ring(round), round - now, TimeUnit.NANOSECONDS);
    }

    /** A round; one that was brought forward since has been replaced. */
    private void ring(long round) {
        if (!nextRound.compareAndSet(round, NONE)) {
            return;
        }
        long now = now();
        long next = NONE;
        for (ThreadTask task : tasks) {
            next = Math.min(next, task.ring(now));
        }
        if (next != NONE) {
            set(next, now);
        }
    }
}

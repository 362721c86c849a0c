package ai.netra.agents.core.schedule;

import ai.netra.agents.spi.LimitedCall;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings the alarms of threads, in rounds. Almost every time limit is far away when it is set and gone before it passes, so setting one costs a look at
 * when the next round is, and taking it back costs nothing: only a limit that passes before that round brings it forward. Rounds end when there has been
 * nobody to ring for in some; where work goes on, a next round is always set, so that looking for it never does more than look. Thread-safe.
 */
final class Alarms {
    /** At most this long between rounds: rounds that were replaced wait in the queue until their time. */
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    /** So many rounds in a row that find nobody end them. */
    private static final int IDLE_ROUNDS = 10;

    static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);

    private final ScheduledThreadPoolExecutor timers;
    private final Iterable<Worker> workers;
    private final long origin = System.nanoTime();
    private final AtomicLong nextRound = new AtomicLong(NEVER);
    private int idleRounds; // of the timers' one thread

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
    long at(long nanoTime) {
        return nanoTime - origin;
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
        schedule(round);
    }

    /** By the clock as it is: whoever sets a limit may have read it a while ago. */
    private void schedule(long round) {
        Future<?> unused = timers.schedule(() -> ring(round), round - at(System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Tells bodies on the timers' thread that their limit has passed. */
    void tell(List<LimitedCall<?>> passed) {
        if (!passed.isEmpty()) {
            timers.execute(() -> passed.forEach(Alarms::tell));
        }
    }

    private static void tell(LimitedCall<?> passed) {
        try {
            passed.limitPassed();
        } catch (RuntimeException | Error thrown) { // the next one is to hear of its own limit all the same
            LOG.warn("{} threw when it was told that its time limit had passed", passed.getClass(), thrown);
        }
    }

    /** A round; one that was brought forward since has been replaced. */
    private void ring(long round) {
        long now = at(System.nanoTime());
        long following = idleRounds < IDLE_ROUNDS ? now + PERIOD : NEVER;
        if (!nextRound.compareAndSet(round, following)) {
            return;
        }
        if (following != NEVER) {
            schedule(following);
        }
        long next = NEVER;
        idleRounds++;
        for (Worker worker : workers) {
            if (worker.next() <= now) {
                worker.ring(now).forEach(Alarms::tell);
            }
            next = Math.min(next, worker.next());
            idleRounds = 0;
        }
        if (next != NEVER) {
            set(next, now);
        }
    }
}

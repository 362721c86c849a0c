package ai.netra.agents.core.pool;

import ai.netra.agents.spi.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a pool in the hands of one borrower, until it is closed. Nobody else has the instance meanwhile. To be held by
 * try-with-resources; may be used and closed on any thread, by one at a time.
 *
 * @param <T> the type of the instance
 */
public final class PoolLease<T> implements AutoCloseable {
    private final AgentPool<T> pool;
    private final T instance;
    private final String borrower;
    private final long since;
    private volatile @Nullable Timer watch;
    private volatile boolean discarded;
    private volatile boolean ended;

    PoolLease(AgentPool<T> pool, T instance, String borrower, long since) {
        this.pool = pool;
        this.instance = instance;
        this.borrower = borrower;
        this.since = since;
    }

    /**
     * The instance; not to be kept beyond the lease.
     *
     * @throws AgentPoolException.LeaseEnded if the lease was returned
     */
    public T instance() {
        checkHeld();
        return instance;
    }

    /**
     * Has the instance given up when the lease is returned, instead of reset: it is broken, or nobody knows its state.
     *
     * @throws AgentPoolException.LeaseEnded if the lease was returned
     */
    public void discard() {
        checkHeld();
        discarded = true;
    }

    /**
     * Returns the instance, which is reset on this thread and handed to whoever waits longest. Where the reset fails, the instance is given up and the
     * pool's listener is told; nothing is thrown.
     *
     * @throws AgentPoolException.LeaseEnded if the lease was returned before
     */
    @Override
    public void close() {
        pool.takeBack(this);
    }

    String borrower() {
        return borrower;
    }

    boolean isDiscarded() {
        return discarded;
    }

    /** Has a timer go off unless the lease ends before. */
    void watchedBy(Timer timer) {
        watch = timer;
    }

    /** The instance, for the pool that has taken it back. */
    T end() {
        ended = true;
        Timer timer = watch;
        if (timer != null) {
            timer.cancel();
        }
        return instance;
    }

    Duration heldAt(long nanoTime) {
        return Duration.ofNanos(nanoTime - since);
    }

    private void checkHeld() {
        if (ended) {
            throw new AgentPoolException.LeaseEnded(pool.name(), borrower);
        }
    }
}

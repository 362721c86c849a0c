package ai.netra.agents.spi;

import java.time.Duration;
import java.util.concurrent.Callable;

/** A thread at work for the engine, as its {@link Scheduler} knows it. Implement me together with a scheduler. Thread-safe. */
public interface Task {
    /** Whether this task is the calling thread. */
    boolean isCurrent();

    /**
     * Interrupts the thread for good: an interrupt that {@link #within} clears for its own sake is set again for this one. Without effect after
     * {@link #release()} or the end of a forked body.
     */
    void interrupt();

    /**
     * Calls a body on this thread, which must be the current one, and interrupts it when the limit passes. Calls nest; the interrupt belongs to the
     * innermost that has passed, and is cleared when that returns.
     *
     * @throws TimeLimitException if the limit passed, whatever the body then returned or threw; what it threw is suppressed
     * @throws Exception what the body threw within the limit
     */
    <T> T within(Duration limit, Callable<T> body) throws Exception;

    /** Waits until a forked body has returned. */
    void join() throws InterruptedException;

    /** Ends the adoption of a thread: later interrupts do not reach it. */
    void release();
}

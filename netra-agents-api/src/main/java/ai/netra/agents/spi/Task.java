package ai.netra.agents.spi;

import ai.netra.agents.NetraException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A thread at work for the engine, as its {@link Scheduler} knows it. Implement me together with a scheduler. Thread-safe. */
public interface Task {
    /** Whether this task is the calling thread. */
    boolean isCurrent();

    /** Whether this thread, which must be the current one, is interrupted and has not noticed yet. Leaves the interrupt as it is. */
    default boolean interruptPending() {
        return Thread.currentThread().isInterrupted();
    }

    /**
     * Interrupts the thread for good: an interrupt that {@link #within} clears for its own sake is set again for this one. Without effect after
     * {@link #release()} or the end of a forked body.
     */
    void interrupt();

    /** As {@link #within(Duration, Runnable, Callable)}, with nothing to do when the limit passes but to interrupt. */
    default <T> T within(Duration limit, Callable<T> body) throws Exception {
        return within(limit, () -> {}, body);
    }

    /**
     * Calls a body on this thread, which must be the current one, and interrupts it when the limit passes. Calls nest; each one's interrupt is cleared
     * when it returns, while an interrupt by {@link #interrupt()} or of an enclosing call that has passed its own limit stays set. An interrupt that came
     * from elsewhere stays set on an adopted thread, whose owner sent it; on a forked one it is a leftover of the work done there, and is cleared before
     * the body and after it.
     *
     * @param whenPassed a brief action that runs on a thread of the scheduler's right after the interrupt; it must neither block nor throw
     * @throws TimeLimitException if the limit passed, whatever the body then returned or threw; what it threw is suppressed
     * @throws NetraException if this task is not the calling thread
     * @throws Exception what the body threw within the limit
     */
    <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception;

    /**
     * As {@link #within(Duration, Runnable, Callable)}, for a caller who has just read the clock, which spares another reading.
     *
     * @param now the scheduler's {@link Scheduler#nanoTime nanoTime}, from which on the limit counts
     */
    <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception;

    /** Waits until a forked body has returned. */
    void join() throws InterruptedException;

    /**
     * Ends the adoption of a thread, on that thread: clears an interrupt that came by {@link #interrupt()}, and lets no later one through. An interrupt
     * from elsewhere, if it came before that one, stays set; on a forked thread it is cleared too.
     */
    void release();

    /** Ends the adoption of a thread, on that thread, leaving it interrupted: what it worked on took an interrupt that was its owner's. */
    void releaseInterrupted();
}

package ai.netra.agents;

/** Whether a piece of work should stop. For loops that never block; blocking calls are interrupted. Not for implementation. Thread-safe. */
public interface Cancellation {
    /** Whether the work was cancelled, itself or with what it is part of, or its time is over. Once true it stays true. */
    boolean isCancelled();

    /**
     * Stops a loop where it was cancelled.
     *
     * @throws InterruptedException if it was
     */
    default void throwIfCancelled() throws InterruptedException {
        if (isCancelled()) {
            throw new InterruptedException("cancelled");
        }
    }
}

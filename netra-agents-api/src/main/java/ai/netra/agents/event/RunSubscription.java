package ai.netra.agents.event;

/**
 * A listener's hearing of one run, from {@link ai.netra.agents.RunHandle#events}. Ends by itself when the listener has heard the run's last event. Not
 * for implementation. Thread-safe.
 */
public interface RunSubscription extends AutoCloseable {
    /**
     * Waits for the end: the listener has heard the run's last event, or the subscription was closed and no call of the listener is left.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    void await() throws InterruptedException;

    /** How many live-only events the listener was too slow for. Of lifecycle events it misses none. */
    long dropped();

    /** Ends the hearing: the event that is being heard at this moment is the last. Does not wait for it; see {@link #await}. */
    @Override
    void close();
}

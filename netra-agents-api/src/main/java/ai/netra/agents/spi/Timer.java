package ai.netra.agents.spi;

/** An action that a {@link Scheduler} will run. Thread-safe. */
public interface Timer {
    /** Drops the action if it has not begun. */
    void cancel();
}

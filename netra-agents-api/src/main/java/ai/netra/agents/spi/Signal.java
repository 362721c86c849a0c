package ai.netra.agents.spi;

import java.time.Duration;

/** A door that opens once, for any number of waiters, whose waits its {@link Scheduler} knows of. Thread-safe. */
public interface Signal {
    /** Opens the door. */
    void fire();

    /** Whether it is open. */
    boolean isFired();

    /** Waits until it is open. */
    void await() throws InterruptedException;

    /**
     * Waits until it is open, but not longer than this.
     *
     * @return whether it is open
     */
    boolean await(Duration timeout) throws InterruptedException;
}

package ai.netra.agents.core.pool;

import java.time.Duration;

/** Something wrong with the use of a pool, which no call can report by an exception. */
public sealed interface PoolEvent {
    /** The name of the pool. */
    String pool();

    /**
     * A lease is held for longer than the pool's time for that: leaked, or its work hangs. Told once, while it is held.
     *
     * @param pool the name of the pool
     * @param borrower the name that the borrower gave
     * @param held for how long so far
     */
    record LeaseOverdue(String pool, String borrower, Duration held) implements PoolEvent {}

    /**
     * A lease was not returned when its pool was closed. Its instance is given up when it is.
     *
     * @param pool the name of the pool
     * @param borrower the name that the borrower gave
     * @param held for how long so far
     */
    record LeaseLeftAtClose(String pool, String borrower, Duration held) implements PoolEvent {}

    /**
     * An instance could not be reset and was given up.
     *
     * @param pool the name of the pool
     * @param borrower who had it last
     * @param cause what the reset threw
     */
    record ResetFailed(String pool, String borrower, Throwable cause) implements PoolEvent {}

    /**
     * An instance was given up, and what it holds may not be free: its disposal threw.
     *
     * @param pool the name of the pool
     * @param cause what the disposal threw
     */
    record DisposalFailed(String pool, Throwable cause) implements PoolEvent {}
}

package ai.netra.agents;

import java.time.Duration;
import java.util.Optional;

/**
 * A run that was started. Not for implementation. Thread-safe.
 *
 * @param <O> the type of the run's output
 */
public interface RunHandle<O> {
    /** The run's id. */
    RunId run();

    /** Where the run stands, or how it ended. */
    RunStatus status();

    /** Whether the run has ended, with all that it started. */
    boolean isDone();

    /**
     * Waits for the end. Interrupting the wait does not touch the run.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    OrchestrationResult<O> result() throws InterruptedException;

    /**
     * Waits for the end, but not longer than this. The run goes on; cancel it if it should not.
     *
     * @return the result, or empty if the run had not ended by then
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Optional<OrchestrationResult<O>> result(Duration timeout) throws InterruptedException;

    /**
     * Cancels the run: interrupts everything it is doing, and lets it end as {@link RunStatus#CANCELLED}; one that waits for its turn ends now. Does not
     * wait for the end; without effect on a run that has ended or was cancelled before.
     *
     * @param reason why, for the record
     */
    void cancel(String reason);

    /**
     * As {@link #cancel(String)}, because of something that was thrown.
     *
     * @param cause what is then the result's {@link OrchestrationResult#cause()}, if the run ends as cancelled; it is not recorded
     */
    void cancel(String reason, Throwable cause);
}

package ai.netra.agents;

import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.state.AgentStateManager;
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

    /** Whether the run has ended, with all that it started, or is suspended. */
    boolean isDone();

    /** What its agents have given so far: a live view. */
    AgentStateManager state();

    /**
     * Waits for the end, or until the run is suspended. Interrupting the wait does not touch the run.
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

    /**
     * Has a listener hear the run: first the lifecycle events after a position that have been, then whatever happens, until the run's end. Lifecycle
     * events come in order, each exactly once, with none missing in between; live-only events from about now on, at their place between them.
     *
     * <p>The listener is called on a thread of its own, one event at a time. A slow one keeps nobody waiting: lifecycle events wait for it, and where
     * more than 1,024 live-only events do, further ones are dropped. What it throws is counted and logged, and it goes on to hear the next event.
     *
     * @param after the position of the last event that was heard before, or {@link EventPosition#START}
     * @throws RunRejectedException.RuntimeClosed if the runtime is closed
     */
    RunSubscription events(EventPosition after, AgentEventListener listener);
}

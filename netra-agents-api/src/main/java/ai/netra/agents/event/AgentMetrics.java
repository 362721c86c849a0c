package ai.netra.agents.event;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How often each agent was called, how long that took and how often it failed. Implement me.
 *
 * <p>It is a listener, so that a runtime is told of it once and each call is recorded when it ends. The run of an agent or orchestrator is a call of it
 * as well, so an orchestrator's duration includes those of the agents inside. What was skipped was not called. An agent that has the name of the
 * orchestrator around it is not counted beside it.
 *
 * <p>Thread-safe. Agents' names are told apart and never dropped: record under names from code, not from requests.
 */
public interface AgentMetrics extends AgentEventListener {
    /** How a call of an agent ended. */
    enum CallEnd {
        /** With an output, complete or degraded. */
        SUCCEEDED,
        /** Without output: an exception, a deadline, a limit. The only one that counts as an error. */
        FAILED,
        /** Stopped from outside, which is nobody's error. */
        CANCELLED
    }

    /**
     * Records a call.
     *
     * @param agent the agent's name
     * @param duration how long it took
     * @param end how it ended
     * @param at when it ended
     * @throws InvalidDefinitionException if the duration is negative
     */
    void recordCall(String agent, Duration duration, CallEnd end, Instant at);

    /** What was recorded for an agent, all of the same moment; {@link CallTotals#NONE} for one that was never called, which asking does not change. */
    CallTotals of(String agent);

    /** What was recorded, by agents' names in alphabetical order; of each, all of the same moment. A copy. */
    Map<String, CallTotals> all();

    /** The average duration of an agent's calls, down to the nanosecond; zero if there were none. */
    default Duration averageDuration(String agent) {
        return of(agent).averageDuration();
    }

    /** Records the end of each activation and run. */
    @Override
    default void onEvent(AgentEvent event) {
        switch (event) {
            case AgentEvent.AgentCompleted e -> activation(e.source(), e.duration(), CallEnd.SUCCEEDED);
            case AgentEvent.AgentFailed e -> activation(e.source(), e.duration(), CallEnd.FAILED);
            case AgentEvent.AgentCancelled e -> activation(e.source(), e.duration(), CallEnd.CANCELLED);
            case AgentEvent.RunCompleted e -> call(e.source(), e.duration(), CallEnd.SUCCEEDED);
            case AgentEvent.RunFailed e -> call(e.source(), e.duration(), CallEnd.FAILED);
            case AgentEvent.RunCancelled e -> call(e.source(), e.duration(), CallEnd.CANCELLED);
            case AgentEvent.RunStarted e -> {}
            case AgentEvent.RunResumed e -> {}
            case AgentEvent.RunSuspended e -> {}
            case AgentEvent.ApprovalRequested e -> {}
            case AgentEvent.AgentStarted e -> {}
            case AgentEvent.AgentRetrying e -> {}
            case AgentEvent.AgentSkipped e -> {}
            case AgentEvent.AgentThought e -> {}
            case AgentEvent.AgentStuck e -> {}
            case AgentEvent.ToolCallStarted e -> {}
            case AgentEvent.ToolCallEnded e -> {}
            case AgentEvent.LlmDeltaReceived e -> {}
        }
    }

    /** A run records its own agent, orchestrator or not; so the one activation of an agent that is none, of the path {@code a/a}, does not. */
    private void activation(EventSource source, Duration duration, CallEnd end) {
        if (!source.path().equals(source.agent() + "/" + source.agent())) {
            call(source, duration, end);
        }
    }

    private void call(EventSource source, Duration duration, CallEnd end) {
        recordCall(source.agent(), duration, end, source.timestamp());
    }
}

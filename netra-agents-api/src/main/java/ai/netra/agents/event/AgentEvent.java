package ai.netra.agents.event;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import java.time.Duration;

/**
 * Something that happened in a run.
 *
 * <p>A run begins with {@link RunStarted} and ends with exactly one of {@link RunCompleted}, {@link RunFailed}, {@link RunCancelled}; in between it may
 * be {@link RunSuspended}, and whoever goes on with it says {@link RunResumed}, in an epoch of its own. An activation begins with {@link AgentStarted} and ends with exactly one of {@link AgentCompleted}, {@link AgentFailed}, {@link AgentCancelled}; a skipped one is
 * {@link AgentSkipped} alone. Between its attempts there is {@link AgentRetrying}, and where it asks for an
 * answer {@link ApprovalRequested}. These are the lifecycle events: derived from the run's journal, so they can be replayed. The others are live only.
 */
public sealed interface AgentEvent {
    /** Where and when. */
    EventSource source();

    /** The name on the wire, such as {@code agent_started}. */
    default String type() {
        return switch (this) {
            case RunStarted e -> "run_started";
            case RunResumed e -> "run_resumed";
            case RunSuspended e -> "run_suspended";
            case RunCompleted e -> "run_completed";
            case RunFailed e -> "run_failed";
            case RunCancelled e -> "run_cancelled";
            case AgentStarted e -> "agent_started";
            case AgentRetrying e -> "agent_retrying";
            case ApprovalRequested e -> "approval_requested";
            case AgentCompleted e -> "agent_completed";
            case AgentFailed e -> "agent_failed";
            case AgentSkipped e -> "agent_skipped";
            case AgentCancelled e -> "agent_cancelled";
            case AgentThought e -> "agent_thinking";
            case AgentStuck e -> "agent_stuck";
            case ToolCallStarted e -> "tool_executing";
            case ToolCallEnded e -> "tool_completed";
            case LlmDeltaReceived e -> "llm_delta";
        };
    }

    /** Whether the event is part of the lifecycle, and so recorded and replayable. */
    default boolean isLifecycle() {
        return switch (this) {
            case RunStarted e -> true;
            case RunResumed e -> true;
            case RunSuspended e -> true;
            case RunCompleted e -> true;
            case RunFailed e -> true;
            case RunCancelled e -> true;
            case AgentStarted e -> true;
            case AgentRetrying e -> true;
            case ApprovalRequested e -> true;
            case AgentCompleted e -> true;
            case AgentFailed e -> true;
            case AgentSkipped e -> true;
            case AgentCancelled e -> true;
            case AgentThought e -> false;
            case AgentStuck e -> false;
            case ToolCallStarted e -> false;
            case ToolCallEnded e -> false;
            case LlmDeltaReceived e -> false;
        };
    }

    /**
     * A run began.
     *
     * @param source where and when
     */
    record RunStarted(EventSource source) implements AgentEvent {}

    /**
     * A run goes on: after an answer, or in place of a process that was lost. The first event of an epoch after the first.
     *
     * @param source where and when
     */
    record RunResumed(EventSource source) implements AgentEvent {}

    /**
     * A run waits for an answer, and nothing of it is executing.
     *
     * @param source where and when
     */
    record RunSuspended(EventSource source) implements AgentEvent {}

    /**
     * A run ended with an output.
     *
     * @param source where and when
     * @param status {@code succeeded} or {@code degraded}
     * @param duration how long it took
     */
    record RunCompleted(EventSource source, String status, Duration duration) implements AgentEvent {}

    /**
     * A run ended without output.
     *
     * @param source where and when
     * @param kind {@code failed}, {@code timed_out} or {@code limit_exceeded}
     * @param failure why
     * @param duration how long it took
     */
    record RunFailed(EventSource source, String kind, Failure failure, Duration duration) implements AgentEvent {}

    /**
     * A run was stopped by its host.
     *
     * @param source where and when
     * @param reason why
     * @param duration how long it took
     */
    record RunCancelled(EventSource source, String reason, Duration duration) implements AgentEvent {}

    /**
     * An activation began.
     *
     * @param source where and when
     */
    record AgentStarted(EventSource source) implements AgentEvent {}

    /**
     * An attempt of an activation failed, and there will be another.
     *
     * @param source where and when
     * @param attempt which attempt failed, from 1
     * @param failure why
     * @param delay how long until the next one
     */
    record AgentRetrying(EventSource source, int attempt, Failure failure, Duration delay) implements AgentEvent {}

    /**
     * An activation asks for an answer, and waits for it.
     *
     * @param source where and when
     * @param question the question's id, to answer it by
     * @param text what is asked
     * @param details what goes with it
     */
    record ApprovalRequested(EventSource source, String question, String text, Attributes details)
            implements AgentEvent {}

    /**
     * An activation ended with an output.
     *
     * @param source where and when
     * @param status {@code succeeded} or {@code degraded}
     * @param duration how long it took
     */
    record AgentCompleted(EventSource source, String status, Duration duration) implements AgentEvent {}

    /**
     * An activation ended without output.
     *
     * @param source where and when
     * @param kind {@code failed}, {@code timed_out} or {@code limit_exceeded}
     * @param failure why
     * @param duration how long it took
     */
    record AgentFailed(EventSource source, String kind, Failure failure, Duration duration) implements AgentEvent {}

    /**
     * An agent was not called, by decision of its orchestrator.
     *
     * @param source where and when
     * @param reason why
     */
    record AgentSkipped(EventSource source, String reason) implements AgentEvent {}

    /**
     * An activation was stopped from outside.
     *
     * @param source where and when
     * @param reason why
     * @param duration how long it took
     */
    record AgentCancelled(EventSource source, String reason, Duration duration) implements AgentEvent {}

    /**
     * An agent says what it is about. Live only.
     *
     * @param source where and when
     * @param text what it says
     * @param details what goes with it
     */
    record AgentThought(EventSource source, String text, Attributes details) implements AgentEvent {}

    /**
     * An activation was interrupted and has not ended; it is still awaited. Live only.
     *
     * @param source where and when
     * @param sinceInterrupt how long ago it was interrupted
     */
    record AgentStuck(EventSource source, Duration sinceInterrupt) implements AgentEvent {}

    /**
     * An agent calls a tool. Live only.
     *
     * @param source where and when
     * @param tool the tool's name
     */
    record ToolCallStarted(EventSource source, String tool) implements AgentEvent {}

    /**
     * A tool call ended. Live only.
     *
     * @param source where and when
     * @param tool the tool's name
     * @param status {@code ok}, the kind of error, {@code interrupted} with its activation, or {@code failed} where the dispatcher itself threw
     * @param duration how long it took
     */
    record ToolCallEnded(EventSource source, String tool, String status, Duration duration) implements AgentEvent {}

    /**
     * A piece of a model's answer arrived. Live only.
     *
     * @param source where and when
     * @param text the piece
     */
    record LlmDeltaReceived(EventSource source, String text) implements AgentEvent {}
}

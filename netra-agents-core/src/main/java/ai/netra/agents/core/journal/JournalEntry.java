package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.Question;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a run's journal. Entries are only ever appended, by one writer; what happened is what the journal says.
 *
 * <p>A scope is the path of an orchestrator's activation: {@code flow} for the run's own, {@code flow/inner~2} for one that it activated,
 * {@code flow/inner!2} for its second attempt, and {@code flow/draft!1/3/helper} for what the third inner step of the first attempt of {@code
 * flow/draft} called. A fallback is called by the first step of an attempt of its own.
 */
public sealed interface JournalEntry {
    /** When it was appended. */
    Instant at();

    /**
     * The run began.
     *
     * @param user who it is for
     * @param thread the conversation it belongs to
     * @param run its id
     * @param request what was asked
     * @param agent the agent that was run
     * @param version that agent's version
     * @param at when
     */
    record Began(
            UserId user, ThreadId thread, RunId run, RunRequest request, AgentKey<?> agent, String version, Instant at)
            implements JournalEntry {}

    /**
     * A runner took the run. What follows is in its epoch.
     *
     * @param runner the runner's id
     * @param epoch counts the runners of the run, from 1
     * @param at when
     */
    record Owned(String runner, long epoch, Instant at) implements JournalEntry {}

    /**
     * The run takes up its thread's conversation, as it is now. Only of runs in a thread that their request names, where conversations are kept.
     *
     * @param generation of the conversation's stream; 0 where nothing was said yet
     * @param version of the last turn before the run; 0 where nothing was said yet
     * @param at when
     */
    record Joined(long generation, long version, Instant at) implements JournalEntry {}

    /**
     * An orchestrator decided. Stands right after the outcome it was asked about; the first of a scope is asked about nothing.
     *
     * @param scope the orchestrator's path
     * @param decision what it decided
     * @param at when
     */
    record Decided(String scope, RecordedDecision decision, Instant at) implements JournalEntry {}

    /**
     * An attempt of an activation failed, and there will be another.
     *
     * @param path the activation's path
     * @param agent its agent
     * @param attempt which attempt failed, from 1
     * @param failure why
     * @param delay how long until the next one
     * @param at when
     */
    record Retried(String path, AgentKey<?> agent, int attempt, Failure failure, Duration delay, Instant at)
            implements JournalEntry {}

    /**
     * An activation ended.
     *
     * @param scope the path of the orchestrator that started it
     * @param outcome the activation and how it ended
     * @param at when
     */
    record Ended(String scope, ActivationOutcome<?> outcome, Instant at) implements JournalEntry {}

    /**
     * An agent is about to call a model, or to do what must not be repeated. Without a {@link Stepped} of the same step it is not known whether that took
     * place.
     *
     * @param step where the call stands
     * @param kind what is called
     * @param name as that of the {@link Stepped}, as is the next
     * @param requestHash of what is asked
     * @param inputTokens what is set aside for what the model reads; 0 for all but models
     * @param outputTokens what is set aside for what it writes
     * @param at when
     */
    record Intended(
            StepId step,
            StepKind kind,
            String name,
            String requestHash,
            long inputTokens,
            long outputTokens,
            Instant at)
            implements JournalEntry {}

    /**
     * An agent called a model or a tool, or did a step of its own, and that ended.
     *
     * @param step where the call stands
     * @param kind what was called
     * @param name the model asked for, the tool, or the step's own name
     * @param requestHash SHA-256 of the request's content, in hexadecimal: of a model's, its fields in a fixed order; of a tool's, the canonical JSON of
     *     its arguments, or nothing where they have none; of a step of its own, of its name
     * @param result what came back, where something did
     * @param failure why nothing came back, otherwise
     * @param at when
     */
    record Stepped(
            StepId step,
            StepKind kind,
            String name,
            String requestHash,
            Optional<Object> result,
            Optional<Failure> failure,
            Instant at)
            implements JournalEntry {}

    /**
     * An agent called another agent.
     *
     * @param step where the call stands
     * @param agent the agent called
     * @param requestHash SHA-256 of the message's and attributes' canonical JSON, in hexadecimal
     * @param at when
     */
    record Called(StepId step, AgentKey<?> agent, String requestHash, Instant at) implements JournalEntry {}

    /**
     * An agent that was called ended.
     *
     * @param step where the call stands
     * @param agent the agent called
     * @param outcome how it ended
     * @param at when
     */
    record Returned(StepId step, AgentKey<?> agent, Outcome<?> outcome, Instant at) implements JournalEntry {}

    /**
     * The run ended.
     *
     * @param outcome how
     * @param usage what it spent
     * @param at when
     */
    record Finished(Outcome<?> outcome, Usage usage, Instant at) implements JournalEntry {}

    /**
     * An agent asked for an answer. The question's id is its step, as it is written.
     *
     * @param step where the question stands
     * @param agent who asks
     * @param question what is asked
     * @param schema the JSON Schema of an answer
     * @param expires when it is too late for an answer, where it ever is
     * @param at when
     */
    record Asked(
            StepId step, AgentKey<?> agent, Question<?> question, String schema, Optional<Instant> expires, Instant at)
            implements JournalEntry {}

    /**
     * A question was answered.
     *
     * @param step where the question stands
     * @param answer the answer; empty where it had expired
     * @param by who answered
     * @param at when
     */
    record Answered(StepId step, Optional<Object> answer, UserId by, Instant at) implements JournalEntry {}

    /**
     * The run waits for answers, and nothing of it is executing.
     *
     * @param usage what it has spent so far
     * @param at when
     */
    record Suspended(Usage usage, Instant at) implements JournalEntry {}

    /** What an inner step calls. */
    enum StepKind {
        /** A model. */
        LLM,
        /** A tool. */
        TOOL,
        /** A piece of the agent's own code, by {@link ai.netra.agents.AgentContext#step}. */
        STEP
    }
}

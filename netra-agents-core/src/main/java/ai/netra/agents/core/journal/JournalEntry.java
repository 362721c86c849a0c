package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
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
     * An agent called a model or a tool, and the call ended.
     *
     * @param step where the call stands
     * @param kind what was called
     * @param name the model asked for, or the tool
     * @param requestHash SHA-256 of the request's content, in hexadecimal: of a model's, its fields in a fixed order; of a tool's, the canonical JSON of
     *     its arguments, or nothing where they have none
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

    /** What an inner step calls. */
    enum StepKind {
        /** A model. */
        LLM,
        /** A tool. */
        TOOL
    }
}

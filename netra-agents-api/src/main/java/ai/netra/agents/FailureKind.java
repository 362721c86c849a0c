package ai.netra.agents;

import java.util.Locale;

/** The kinds of failure, as journals, events and results record them. */
public enum FailureKind {
    /** The agent threw. */
    AGENT_ERROR,
    /** The agent returned null, or a value that its declared type cannot hold. */
    INVALID_OUTPUT,
    /** A required output was not there when the agent should have started. */
    UNMET_DEPENDENCY,
    /** The model or its provider failed; the failure's type says how. */
    LLM_ERROR,
    /** A tool failed and the agent did not go on without it. */
    TOOL_ERROR,
    /** A deadline passed. */
    TIMED_OUT,
    /** A count or size limit of the run was reached. */
    LIMIT_EXCEEDED,
    /** Cancelled by the host, or because a sibling's outcome made it pointless. */
    CANCELLED,
    /** A guard refused the request before any work. */
    REFUSED,
    /** The orchestrator waited with nothing running. */
    STALLED,
    /** A decision was invalid, or the orchestrator threw while deciding. */
    INVALID_DECISION,
    /** An agent went on after it had asked for an answer that was not there yet: it swallowed the suspension. */
    SUSPENSION_SWALLOWED,
    /** It is not known whether an effect took place that must not be repeated, and nobody said. */
    EFFECT_UNKNOWN,
    /** Another runner has taken the run over; what this one did since is not part of it. */
    FENCED,
    /** The state store could not be reached or read, so that the run could not go on here; what was recorded stands. */
    STATE_UNAVAILABLE,
    /** The engine itself could not go on: out of memory, say. */
    ENGINE_ERROR,
    /** A replayed decision, or what an agent asks of a model or tool again, differs from the recorded one. */
    DIVERGED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name on the wire: lower case, in snake_case. */
    public String label() {
        return label;
    }
}

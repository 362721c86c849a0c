package ai.netra.agents;

import java.util.Locale;

/** Where a run stands, or how it ended. A result's is always an end. */
public enum RunStatus {
    /** Taken in, and waiting for its turn in its thread. */
    QUEUED,
    /** Executing, or about to. */
    RUNNING,
    /** With its output, and nothing that was asked for failed. */
    SUCCEEDED,
    /** With an output, but something that was asked for failed or was replaced. */
    DEGRADED,
    /** Without output: the orchestrator failed. */
    FAILED,
    /** Without output: a deadline passed. */
    TIMED_OUT,
    /** Without output: a limit was reached. */
    LIMIT_EXCEEDED,
    /** Without output: the host cancelled it. */
    CANCELLED,
    /** Not started: a guard refused the request. */
    REFUSED;

    /** Whether it is how a run ended. */
    public boolean isEnd() {
        return this != QUEUED && this != RUNNING;
    }

    /** The name on the wire: lower case, in snake_case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

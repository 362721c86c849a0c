package ai.netra.agents;

import java.util.Locale;

/** Where a run stands, or how it ended. A result's is an end, or {@link #SUSPENDED}. */
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
    /** Waiting for an answer, and not executing; it goes on when there is one. */
    SUSPENDED,
    /** Not started: a guard refused the request. */
    REFUSED;

    /** Whether it is how a run ended, for good. */
    public boolean isEnd() {
        return this != QUEUED && this != RUNNING && this != SUSPENDED;
    }

    /** The name on the wire: lower case, in snake_case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

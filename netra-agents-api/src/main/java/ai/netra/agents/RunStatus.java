package ai.netra.agents;

import java.util.Locale;

/** How a run ended. */
public enum RunStatus {
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

    /** The name on the wire: lower case, in snake_case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

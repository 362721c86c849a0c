package ai.netra.agents.suite.workload;

import ai.netra.agents.NetraException;

/** A workload could not be kept or read. The message names the workload, what was tried and what to do about it. */
public final class WorkloadException extends NetraException {
    private static final long serialVersionUID = 1L;

    /** A failure with nothing beneath it. */
    public WorkloadException(String message) {
        super(message);
    }

    /** A failure of the storage beneath. */
    public WorkloadException(String message, Throwable cause) {
        super(message, cause);
    }
}

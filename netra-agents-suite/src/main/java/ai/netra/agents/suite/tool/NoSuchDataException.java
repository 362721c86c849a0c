package ai.netra.agents.suite.tool;

import ai.netra.agents.NetraException;

/** The arguments of a tool name a workload or range of which nothing is kept: the caller's to mend, and no failure of the storage. */
public final class NoSuchDataException extends NetraException {
    private static final long serialVersionUID = 1L;

    NoSuchDataException(String message) {
        super(message);
    }
}

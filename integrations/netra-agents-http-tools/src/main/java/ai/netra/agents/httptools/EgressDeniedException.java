package ai.netra.agents.httptools;

import ai.netra.agents.NetraException;

/** A tool wanted to reach where its {@link Egress} does not let it. Nothing was sent there. */
public final class EgressDeniedException extends NetraException {
    private static final long serialVersionUID = 1L;

    EgressDeniedException(String message) {
        super(message);
    }
}

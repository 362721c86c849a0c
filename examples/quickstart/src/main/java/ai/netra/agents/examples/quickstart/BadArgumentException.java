package ai.netra.agents.examples.quickstart;

import ai.netra.agents.NetraException;

/** A command line that cannot be carried out. */
final class BadArgumentException extends NetraException {
    private static final long serialVersionUID = 1L;

    BadArgumentException(String message) {
        super(message);
    }
}

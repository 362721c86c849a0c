package ai.netra.agents.spi;

import ai.netra.agents.NetraException;
import java.time.Duration;

/** A body that did not return within its {@link Task#within time limit}. */
public final class TimeLimitException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final Duration limit;

    /** With the limit that passed. */
    public TimeLimitException(Duration limit) {
        super("not done within " + limit);
        this.limit = limit;
    }

    /** The limit that passed. */
    public Duration limit() {
        return limit;
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;

/** The run cannot be recorded any more, and so does not go on here. */
final class Halt extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient Reach reach;

    /** Whether the store still takes the run's end. */
    enum Reach {
        /** It does: it was what was to be recorded that could not be. */
        OPEN,
        /** It is out of reach, or belongs to another. */
        LOST
    }

    Halt(Failure failure, Reach reach, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
        this.reach = reach;
    }

    Halt(Failure failure, Reach reach) {
        super(failure.message());
        this.failure = failure;
        this.reach = reach;
    }

    Failure failure() {
        return failure;
    }

    Reach reach() {
        return reach;
    }
}

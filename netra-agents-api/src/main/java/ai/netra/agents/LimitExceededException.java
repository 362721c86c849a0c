package ai.netra.agents;

/** A call that a limit of the run does not allow, thrown instead of making it. Uncaught, it ends the activation as {@link Outcome.LimitExceeded}. */
public final class LimitExceededException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** With the limit, what was spent, and how to allow more. */
    public LimitExceededException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** The limit, as a failure. */
    public Failure failure() {
        return failure;
    }
}

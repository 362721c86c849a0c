package ai.netra.agents;

import org.jspecify.annotations.Nullable;

/** A step of an agent's own, by {@link AgentContext#step}, failed: now, or when the run was at it before. */
public final class StepFailedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** With the step's name, what is recorded of its failure, and the live exception where there is one. */
    public StepFailedException(String step, Failure failure, @Nullable Throwable cause) {
        super("step " + step + " failed: " + failure, cause);
        this.failure = failure;
    }

    /** What is recorded. */
    public Failure failure() {
        return failure;
    }
}

package ai.netra.agents;

import org.jspecify.annotations.Nullable;

/** A run that did not succeed, thrown by {@link OrchestrationResult#orThrow()} with the result as evidence. */
public final class RunFailedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient OrchestrationResult<?> result;

    RunFailedException(OrchestrationResult<?> result, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    /** The whole result: status, error, partial outputs, usage. */
    public OrchestrationResult<?> result() {
        return result;
    }
}

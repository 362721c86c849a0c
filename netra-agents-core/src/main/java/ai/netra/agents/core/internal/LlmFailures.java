package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.NetraException;
import ai.netra.agents.llm.LlmException;

/** Makes the exception that a recorded failure of a model call stands for. */
final class LlmFailures {
    private LlmFailures() {}

    /** As it was, as far as it is recorded: without its cause, and without the time after which to come back. */
    static RuntimeException of(Failure failure) {
        String message = failure.message();
        String type = failure.type();
        if (type.equals(LlmException.RateLimited.class.getName())) {
            return new LlmException.RateLimited(message);
        }
        if (type.equals(LlmException.Unavailable.class.getName())) {
            return failure.retryable()
                    ? LlmException.Unavailable.notSent(message)
                    : new LlmException.Unavailable(message, null);
        }
        if (type.equals(LlmException.DeadlinePassed.class.getName())) {
            return new LlmException.DeadlinePassed(message, null);
        }
        if (type.equals(LlmException.InvalidRequest.class.getName())) {
            return new LlmException.InvalidRequest(message);
        }
        if (type.equals(LlmException.ContextTooLong.class.getName())) {
            return new LlmException.ContextTooLong(message);
        }
        if (type.equals(LlmException.Refused.class.getName())) {
            return new LlmException.Refused(message);
        }
        if (type.equals(LlmException.Authentication.class.getName())) {
            return new LlmException.Authentication(message);
        }
        return new RecordedFailureException(failure);
    }

    /** What was thrown before, and is known by its failure alone. */
    static final class RecordedFailureException extends NetraException {
        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        RecordedFailureException(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}

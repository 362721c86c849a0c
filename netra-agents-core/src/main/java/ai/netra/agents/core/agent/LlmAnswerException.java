package ai.netra.agents.core.agent;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.NetraException;

/** A model's answer that is none: of the wrong form after all repairs, cut, or another wish for tools when there are no more rounds. Never holds the answer. */
public final class LlmAnswerException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    LlmAnswerException(FailureKind kind, String type, String message) {
        super(message);
        this.failure = new Failure(kind, type, message, false);
    }

    LlmAnswerException(FailureKind kind, String type, String message, Throwable cause) {
        super(message, cause);
        this.failure = new Failure(kind, type, message, false);
    }

    /**
     * The failure it stands for: of kind {@link FailureKind#INVALID_OUTPUT} and type {@code invalid_answer}, or of kind {@link FailureKind#LLM_ERROR} and
     * type {@code answer_cut}, {@code stream_broken} or {@code tool_rounds}.
     */
    public Failure failure() {
        return failure;
    }
}

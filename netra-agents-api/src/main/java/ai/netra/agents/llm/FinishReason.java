package ai.netra.agents.llm;

/** Why a model stopped writing. */
public enum FinishReason {
    /** It was done, or met a stop sequence. */
    STOP,
    /** It wants tools called. */
    TOOL_USE,
    /** It reached the token limit; the answer is cut. */
    LENGTH,
    /** The provider's filter held the answer back. */
    CONTENT_FILTER,
    /** A reason this library has no name for. */
    OTHER
}

package ai.netra.agents.llm;

/**
 * The tokens of one call, as the provider counted them.
 *
 * @param inputTokens tokens read, cached ones included
 * @param outputTokens tokens written, reasoning ones included
 * @param cachedInputTokens those of the tokens read that came from the provider's cache
 * @param reasoningTokens those of the tokens written that were reasoning
 */
public record LlmUsage(long inputTokens, long outputTokens, long cachedInputTokens, long reasoningTokens) {
    /** No tokens, or none counted. */
    public static final LlmUsage NONE = new LlmUsage(0, 0, 0, 0);

    /** Tokens read and written, nothing cached, no reasoning. */
    public static LlmUsage of(long inputTokens, long outputTokens) {
        return new LlmUsage(inputTokens, outputTokens, 0, 0);
    }
}

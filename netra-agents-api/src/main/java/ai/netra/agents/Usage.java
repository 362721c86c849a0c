package ai.netra.agents;

/**
 * What a run has spent, nested calls included, each counted once.
 *
 * @param activations activations started
 * @param llmCalls LLM calls made
 * @param toolCalls tool calls made
 * @param inputTokens tokens that models read, as they reported
 * @param outputTokens tokens that models wrote, as they reported
 */
public record Usage(int activations, int llmCalls, int toolCalls, long inputTokens, long outputTokens) {
    /** Nothing spent. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);
}

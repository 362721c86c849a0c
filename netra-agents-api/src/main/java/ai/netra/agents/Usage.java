package ai.netra.agents;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a run has spent, nested calls and retries included, each counted once.
 *
 * @param activations activations started
 * @param llmCalls LLM calls made
 * @param toolCalls tool calls made
 * @param inputTokens tokens that models read, as they reported
 * @param outputTokens tokens that models wrote, as they reported
 * @param tokens what counts against {@link Limits#tokens()}: input and output tokens as reported, and for calls that reported none and may have spent
 *     some, what was reserved for them
 * @param cost what counts against {@link Limits#cost()}: US dollars for the tokens, by the runtime's prices; without trailing zeros; empty where a call
 *     was made whose price is not known
 */
public record Usage(
        int activations,
        int llmCalls,
        int toolCalls,
        long inputTokens,
        long outputTokens,
        long tokens,
        Optional<BigDecimal> cost) {
    /** Nothing spent. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, Optional.of(BigDecimal.ZERO));

    /** Brings the cost into one form, so that equal usages are equal. */
    public Usage {
        if (cost.isPresent()
                && cost.get().scale() != cost.get().stripTrailingZeros().scale()) {
            cost = cost.map(BigDecimal::stripTrailingZeros);
        }
    }
}

package ai.netra.agents.llm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a model answered.
 *
 * @param message the answer
 * @param finishReason why it stopped
 * @param usage the tokens of the call
 * @param model the model that answered, as the provider names it
 * @param cachedAt when a cache on this side of the provider kept the answer, where it comes from there: then no model was asked, and it cost nothing
 */
public record LlmResponse(
        LlmMessage message, FinishReason finishReason, LlmUsage usage, String model, Optional<Instant> cachedAt) {
    /** An answer of the model itself. */
    public LlmResponse(LlmMessage message, FinishReason finishReason, LlmUsage usage, String model) {
        this(message, finishReason, usage, model, Optional.empty());
    }

    /** A complete answer of plain text, without a count of tokens. */
    public static LlmResponse of(String text) {
        return new LlmResponse(LlmMessage.assistant(text), FinishReason.STOP, LlmUsage.NONE, "");
    }

    /** The same answer as one from a cache, which costs nothing. */
    public LlmResponse cachedAt(Instant kept) {
        return new LlmResponse(message, finishReason, LlmUsage.NONE, model, Optional.of(kept));
    }

    /** The answer's text; empty where it has none. */
    public String text() {
        return message.text();
    }

    /** The tools the model wants called, in order. */
    public List<LlmPart.ToolUse> toolUses() {
        return message.toolUses();
    }
}

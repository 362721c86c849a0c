package ai.netra.agents.llm;

import java.util.List;

/**
 * What a model answered.
 *
 * @param message the answer
 * @param finishReason why it stopped
 * @param usage the tokens of the call
 * @param model the model that answered, as the provider names it
 */
public record LlmResponse(LlmMessage message, FinishReason finishReason, LlmUsage usage, String model) {
    /** A complete answer of plain text, without a count of tokens. */
    public static LlmResponse of(String text) {
        return new LlmResponse(LlmMessage.assistant(text), FinishReason.STOP, LlmUsage.NONE, "");
    }

    /** The answer's text; empty where it has none. */
    public String text() {
        return message.text();
    }

    /** The tools the model wants called, in order. */
    public List<LlmPart.ToolUse> toolUses() {
        return message.parts().stream()
                .filter(LlmPart.ToolUse.class::isInstance)
                .map(LlmPart.ToolUse.class::cast)
                .toList();
    }
}

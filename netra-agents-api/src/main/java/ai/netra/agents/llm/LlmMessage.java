package ai.netra.agents.llm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One message of a conversation with a model.
 *
 * @param role who says it
 * @param parts its content, in order
 */
public record LlmMessage(LlmRole role, List<LlmPart> parts) {
    /** Copies the parts. */
    public LlmMessage {
        parts = List.copyOf(parts);
    }

    /** Instructions that stand above the conversation. */
    public static LlmMessage system(String text) {
        return new LlmMessage(LlmRole.SYSTEM, List.of(new LlmPart.Text(text)));
    }

    /** What the user says. */
    public static LlmMessage user(String text) {
        return new LlmMessage(LlmRole.USER, List.of(new LlmPart.Text(text)));
    }

    /** What the model said. */
    public static LlmMessage assistant(String text) {
        return new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.Text(text)));
    }

    /** The tools that the model wants called, in order. */
    public List<LlmPart.ToolUse> toolUses() {
        List<LlmPart.ToolUse> uses = List.of();
        for (LlmPart part : parts) {
            if (part instanceof LlmPart.ToolUse use) {
                uses = uses.isEmpty() ? new ArrayList<>() : uses;
                uses.add(use);
            }
        }
        return Collections.unmodifiableList(uses);
    }

    /** The text parts, one after the other; empty where there are none. */
    public String text() {
        if (parts.size() == 1 && parts.getFirst() instanceof LlmPart.Text only) {
            return only.text();
        }
        StringBuilder texts = new StringBuilder();
        for (LlmPart part : parts) {
            if (part instanceof LlmPart.Text text) {
                texts.append(text.text());
            }
        }
        return texts.toString();
    }
}

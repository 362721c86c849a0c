package ai.netra.agents.llm;

import java.util.Locale;

/** Who says a message. */
public enum LlmRole {
    /** The host: instructions that stand above the conversation. */
    SYSTEM,
    /** The user, or an agent in the user's place. */
    USER,
    /** The model. */
    ASSISTANT,
    /** A tool, answering the model's call. */
    TOOL;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name on the wire: lower case. */
    public String label() {
        return label;
    }
}

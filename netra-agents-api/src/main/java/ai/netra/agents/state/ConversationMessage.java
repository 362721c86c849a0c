package ai.netra.agents.state;

import ai.netra.agents.Attributes;
import ai.netra.agents.llm.LlmRole;
import java.time.Instant;

/**
 * Something said in a conversation.
 *
 * @param id unique in its conversation
 * @param role who said it: the user, or the assistant that answers
 * @param content what was said, as text; an answer that is no text is in JSON
 * @param timestamp when
 * @param metadata what goes with it
 */
public record ConversationMessage(String id, LlmRole role, String content, Instant timestamp, Attributes metadata) {
    /** The length of the content, not its text: prompts stay out of logs. */
    @Override
    public String toString() {
        return "ConversationMessage[" + id + " of " + role.label() + ", " + content.length() + " characters]";
    }
}

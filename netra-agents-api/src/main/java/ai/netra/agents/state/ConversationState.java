package ai.netra.agents.state;

import ai.netra.agents.Attributes;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said in a conversation, and the newest state of each agent that took part. Immutable, as far as the states are; each method returns a changed
 * copy. Its JSON has the names of the components in snake_case; a state that is read back from JSON is plain: maps, lists, strings, numbers.
 *
 * @param threadId the conversation's id, within its user's
 * @param userId whose it is
 * @param messages what was said, oldest first
 * @param agentStates the newest state of each agent, by name
 * @param context what the conversation is about: the attributes of its newest request
 * @param createdAt when it began
 * @param updatedAt when it was last added to
 */
public record ConversationState(
        ThreadId threadId,
        UserId userId,
        List<ConversationMessage> messages,
        Map<String, AgentState> agentStates,
        Attributes context,
        Instant createdAt,
        Instant updatedAt) {
    /** Copies the collections. */
    public ConversationState {
        messages = List.copyOf(messages);
        agentStates = Collections.unmodifiableMap(new LinkedHashMap<>(agentStates));
    }

    /**
     * The newest state of an agent in a conversation.
     *
     * @param state what the agent gave
     * @param updatedAt when
     */
    public record AgentState(Object state, Instant updatedAt) {}

    /** A conversation in which nothing was said yet. */
    public static ConversationState begun(UserId user, ThreadId thread, Instant at) {
        return new ConversationState(thread, user, List.of(), Map.of(), Attributes.empty(), at, at);
    }

    /**
     * With one more message at the end.
     *
     * @throws InvalidDefinitionException if there is a message of that id
     */
    public ConversationState withMessage(ConversationMessage message) {
        if (messages.stream().anyMatch(known -> known.id().equals(message.id()))) {
            throw new InvalidDefinitionException("conversation " + threadId + " has a message " + message.id()
                    + " already; give each message an id of its own");
        }
        List<ConversationMessage> more = new ArrayList<>(messages);
        more.add(message);
        return new ConversationState(
                threadId, userId, more, agentStates, context, createdAt, latest(message.timestamp()));
    }

    /** With a new state of an agent, in place of the one it had. */
    public ConversationState withAgentState(String agent, Object state, Instant at) {
        Map<String, AgentState> more = new LinkedHashMap<>(agentStates);
        more.put(agent, new AgentState(state, at));
        return new ConversationState(threadId, userId, messages, more, context, createdAt, latest(at));
    }

    /** With another context. */
    public ConversationState withContext(Attributes newContext) {
        return new ConversationState(threadId, userId, messages, agentStates, newContext, createdAt, updatedAt);
    }

    /**
     * With its last messages only, as many as a model is to be told, say.
     *
     * @throws InvalidDefinitionException if the number is negative
     */
    public ConversationState window(int lastMessages) {
        if (lastMessages < 0) {
            throw new InvalidDefinitionException(
                    "a window of " + lastMessages + " messages is negative; ask for zero or more");
        }
        List<ConversationMessage> last = messages.subList(Math.max(0, messages.size() - lastMessages), messages.size());
        return new ConversationState(threadId, userId, last, agentStates, context, createdAt, updatedAt);
    }

    private Instant latest(Instant at) {
        return at.isAfter(updatedAt) ? at : updatedAt;
    }

    /** How much there is, and no text: what was said stays out of logs. */
    @Override
    public String toString() {
        return "ConversationState[thread " + threadId + " of user " + userId + ", " + messages.size() + " messages, "
                + agentStates.keySet() + ", until " + updatedAt + "]";
    }
}

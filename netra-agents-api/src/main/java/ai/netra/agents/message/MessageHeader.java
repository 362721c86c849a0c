package ai.netra.agents.message;

import ai.netra.agents.Attributes;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;
import java.util.Objects;

/**
 * Whose a message is, from whom, to whom and when: what every message has. {@link AgentBus#header} makes one with a new id and the time. Immutable.
 *
 * @param user whose message it is: no other user's subscription receives it
 * @param thread the conversation it belongs to
 * @param sender the name of who sent it; the bus does not verify it
 * @param recipient the name that subscriptions are found by
 * @param correlationId what a request and its replies have in common; of a request, unique among the sender's
 * @param timestamp when it was made
 * @param metadata what goes with it
 */
public record MessageHeader(
        UserId user,
        ThreadId thread,
        String sender,
        String recipient,
        String correlationId,
        Instant timestamp,
        Attributes metadata) {
    private static final int LONGEST = 200;

    /**
     * Checks names and correlation id.
     *
     * @throws InvalidDefinitionException if one is blank, over 200 characters, or holds control characters
     */
    public MessageHeader {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(thread, "thread");
        check("sender of a message", sender);
        check("recipient of a message", recipient);
        check("correlation id of a message", correlationId);
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(metadata, "metadata");
    }

    static void check(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST || hasControl(value)) {
            throw new InvalidDefinitionException(what + " of " + value.length() + " characters is malformed; use 1 to "
                    + LONGEST + " characters, not blank, no control characters");
        }
    }

    private static boolean hasControl(String value) { // a loop: this is done thrice for each message
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** With this correlation id. */
    public MessageHeader correlationId(String value) {
        return new MessageHeader(user, thread, sender, recipient, value, timestamp, metadata);
    }

    /** With this metadata, in place of what was there. */
    public MessageHeader metadata(Attributes value) {
        return new MessageHeader(user, thread, sender, recipient, correlationId, timestamp, value);
    }

    /** The header of a reply: the same user, thread and correlation id, the parties exchanged, no metadata. */
    public MessageHeader reply(Instant at) {
        return new MessageHeader(
                user, thread, /* sender= */ recipient, /* recipient= */ sender, correlationId, at, Attributes.empty());
    }

    /** The parties and the correlation id, for messages to people. */
    @Override
    public String toString() {
        return sender + " -> " + recipient + " (correlation id " + correlationId + ")";
    }
}

package ai.netra.agents.message;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.util.Objects;
import java.util.Optional;

/**
 * Which messages a subscription receives: those to a name, in one conversation, of one user, or, said in so many words, of every user. Immutable.
 *
 * @param user the user; absent for every user
 * @param thread the conversation; absent for all of the user's
 * @param name the recipient's name
 */
public record MessageAddress(Optional<UserId> user, Optional<ThreadId> thread, String name) {
    /**
     * Checks the form.
     *
     * @throws InvalidDefinitionException if there is a thread without user, or the name is blank, over 200 characters, or holds control characters
     */
    public MessageAddress {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(thread, "thread");
        MessageHeader.check("name of an address", name);
        if (thread.isPresent() && user.isEmpty()) {
            throw new InvalidDefinitionException(
                    "address '" + name + "' has a thread and no user; a thread is a user's, so name the user too");
        }
    }

    /** Messages to this name in one conversation of one user. */
    public static MessageAddress ofThread(UserId user, ThreadId thread, String name) {
        return new MessageAddress(Optional.of(user), Optional.of(thread), name);
    }

    /** Messages to this name in any conversation of one user. */
    public static MessageAddress ofUser(UserId user, String name) {
        return new MessageAddress(Optional.of(user), Optional.empty(), name);
    }

    /** Messages to this name of every user: for services that the host shares among its users and trusts with what they say. */
    public static MessageAddress ofEveryUser(String name) {
        return new MessageAddress(Optional.empty(), Optional.empty(), name);
    }
}

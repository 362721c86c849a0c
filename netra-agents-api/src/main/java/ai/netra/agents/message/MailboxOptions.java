package ai.netra.agents.message;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How many messages may wait for a subscription, and what happens to the sender of one more. Immutable; each method returns a changed copy.
 *
 * @param capacity how many messages may wait, besides the one being handled; 1,024 by default
 * @param whenFull what happens to the sender of one more; {@link WhenFull#BLOCK} by default
 * @param blockLimit how long a sender is blocked at most, after which its message is refused; absent, as by default, for as long as it takes
 */
public record MailboxOptions(int capacity, WhenFull whenFull, Optional<Duration> blockLimit) {
    private static final MailboxOptions DEFAULTS = new MailboxOptions(1_024, WhenFull.BLOCK, Optional.empty());

    /** What happens to the sender to a full mailbox. */
    public enum WhenFull {
        /** It waits until there is room. */
        BLOCK,
        /** Its message is refused with {@link AgentBusException.MailboxFull}. */
        REJECT
    }

    /**
     * Checks every value.
     *
     * @throws InvalidDefinitionException if the capacity is below 1, or the limit is zero, negative, or set where nobody is blocked
     */
    public MailboxOptions {
        Objects.requireNonNull(whenFull, "whenFull");
        if (capacity < 1) {
            throw new InvalidDefinitionException("capacity of a mailbox is " + capacity + "; use 1 or more");
        }
        if (blockLimit.isPresent() && !blockLimit.get().isPositive()) {
            throw new InvalidDefinitionException("blockLimit of a mailbox is " + blockLimit.get()
                    + "; use a positive duration, or rejecting() to block nobody");
        }
        if (blockLimit.isPresent() && whenFull == WhenFull.REJECT) {
            throw new InvalidDefinitionException("a mailbox that rejects has a blockLimit of " + blockLimit.get()
                    + "; it blocks nobody, so leave it out");
        }
    }

    /** The defaults. */
    public static MailboxOptions defaults() {
        return DEFAULTS;
    }

    /** With room for this many messages. */
    public MailboxOptions capacity(int value) {
        return new MailboxOptions(value, whenFull, blockLimit);
    }

    /** Refusing messages when full. */
    public MailboxOptions rejecting() {
        return new MailboxOptions(capacity, WhenFull.REJECT, Optional.empty());
    }

    /** Blocking senders when full, for this long at most. */
    public MailboxOptions blockingFor(Duration limit) {
        return new MailboxOptions(capacity, WhenFull.BLOCK, Optional.of(limit));
    }
}

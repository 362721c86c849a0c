package ai.netra.agents.message;

/** Why a message reached nobody. */
public enum DeadLetterReason {
    /** No subscription receives messages to its recipient. */
    NO_SUBSCRIBER,
    /** It replies to a request that has its reply, or no longer waits for one. */
    LATE_RESPONSE,
    /** It is the bus's own word of a handler's failure, and the mailbox it should go to is full. */
    MAILBOX_FULL,
    /** It waited in a mailbox when the time to drain it was over. */
    CLOSED
}

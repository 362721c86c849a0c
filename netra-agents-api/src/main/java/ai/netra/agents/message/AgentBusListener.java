package ai.netra.agents.message;

/**
 * Hears of what went wrong on a bus. Implement me.
 *
 * <p>Called on the thread where it happened, possibly by several at once, so it should be brief; it must not publish. What it throws is counted and
 * logged, and breaks nothing.
 */
public interface AgentBusListener {
    /** Hears of a message that reached nobody. */
    default void onDeadLetter(AgentMessage message, DeadLetterReason reason) {}

    /** Hears of a handler that threw. */
    default void onHandlerFailure(AgentMessage message, Throwable thrown) {}
}

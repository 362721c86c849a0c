package ai.netra.agents.message;

/** Receives a subscription's messages. Implement me. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles one message, on a virtual thread: one at a time for each subscription, in the order of its mailbox. It may block, which holds up nobody
     * but those who send to it. What it throws is counted and told to listeners, and sent back as an {@link AgentMessage.ErrorReport} if the message was a
     * request; the next message is handled all the same.
     *
     * @throws InterruptedException if it is interrupted, which happens when the bus or the subscription is closed and will wait no longer
     */
    void onMessage(AgentMessage message) throws Exception;
}

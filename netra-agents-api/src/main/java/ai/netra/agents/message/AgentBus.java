package ai.netra.agents.message;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;

/**
 * Carries messages between agents. Not for implementation. Thread-safe.
 *
 * <pre>{@code
 * bus.subscribe(MessageAddress.ofUser(user, "data"), message -> bus.publish(Response.of(bus.replyTo(message), "42")));
 * Reply reply = bus.request(Request.of(bus.header(user, thread, "triage", "data"), "how many?"));
 * }</pre>
 *
 * <p><b>Who receives what.</b> Every subscription whose {@linkplain MessageAddress address} has the recipient's name and covers the message's user and
 * thread receives it, each in a bounded mailbox of its own. A message of one user never reaches a subscription made for another. A message that no
 * subscription receives is a dead letter.
 *
 * <p><b>Order.</b> What one thread sends to a subscription is handled in the order sent. Nothing is promised of messages from different threads, except
 * that a full mailbox takes those of blocked senders in the order in which they came.
 *
 * <p><b>Full mailboxes</b> block the sender or refuse the message, as the {@linkplain MailboxOptions subscriber} chose. A handler that sends to its own
 * full mailbox is refused, as nobody else would make room; handlers that block on each other's full mailboxes wait forever, unless they set a limit.
 *
 * <p>Messages live in memory: what is not handled when the process ends is gone.
 */
public interface AgentBus extends AutoCloseable {
    /** The header of a new message: now, with a new correlation id, and without metadata. */
    MessageHeader header(UserId user, ThreadId thread, String sender, String recipient);

    /** The header of a reply to a message: now, with its correlation id, the parties exchanged, and without metadata. */
    MessageHeader replyTo(AgentMessage message);

    /**
     * Sends a message to every subscription that receives it. A reply to a waiting {@link #request} ends that, and goes to no subscription.
     *
     * @throws AgentBusException.MailboxFull if a mailbox was full; the message may be in others
     * @throws AgentBusException.Closed if the bus is closed
     * @throws InterruptedException if the thread is interrupted while blocked; other mailboxes may have the message
     */
    void publish(AgentMessage message) throws InterruptedException;

    /**
     * Sends a request and waits for the first reply of the same user, thread and correlation id; further ones are dead letters. The request's timeout
     * includes the time blocked at a full mailbox.
     *
     * @throws AgentBusException.RequestTimedOut if there was no reply within the request's timeout
     * @throws AgentBusException.NoSubscriber if no subscription receives the request, which then is a dead letter
     * @throws AgentBusException.MailboxFull if a mailbox was full; the request may be in others
     * @throws AgentBusException.Closed if the bus is closed, or closes before there is a reply
     * @throws ai.netra.agents.InvalidDefinitionException if the sender waits for a reply of this correlation id already
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    AgentMessage.Reply request(AgentMessage.Request request) throws InterruptedException;

    /** Hands messages to a handler, with {@link MailboxOptions#defaults()}. */
    default Subscription subscribe(MessageAddress address, MessageHandler handler) {
        return subscribe(address, MailboxOptions.defaults(), handler);
    }

    /**
     * Hands messages to a handler. An address may have several subscriptions; each receives every message.
     *
     * @throws ai.netra.agents.InvalidDefinitionException if the bus is closed
     */
    Subscription subscribe(MessageAddress address, MailboxOptions mailbox, MessageHandler handler);

    /**
     * Refuses new messages but replies to requests that wait, lets what waits in mailboxes be handled, and returns when no handler runs. Where the bus
     * has a time for that and it passes, or the calling thread is interrupted, handlers are interrupted and what still waits becomes dead letters;
     * handlers are awaited all the same. Called by a handler, it returns at once, and all that is done for it.
     */
    @Override
    void close();

    /** What a handler was subscribed to. Thread-safe. */
    interface Subscription extends AutoCloseable {
        /** Which messages it receives. */
        MessageAddress address();

        /** Takes no further messages, and ends as {@link AgentBus#close()} does. */
        @Override
        void close();
    }
}

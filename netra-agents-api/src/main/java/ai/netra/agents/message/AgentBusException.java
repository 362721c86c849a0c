package ai.netra.agents.message;

import ai.netra.agents.NetraException;
import java.time.Duration;

/** A message that the bus did not deliver, or a request without reply, by reason. Messages name the parties and the correlation id. */
public abstract sealed class AgentBusException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final transient MessageHeader header;

    private AgentBusException(String message, MessageHeader header) {
        super(message);
        this.header = header;
    }

    /** The header of the message that was sent. */
    public MessageHeader header() {
        return header;
    }

    /** The bus was closed before the message was delivered, or before the request had a reply. */
    public static final class Closed extends AgentBusException {
        private static final long serialVersionUID = 1L;

        /** With the header of the message that was sent. */
        public Closed(MessageHeader header) {
            super("message " + header + ": the bus is closed; send before close()", header);
        }
    }

    /** A mailbox was full. Other subscriptions that receive the message may have it. */
    public static final class MailboxFull extends AgentBusException {
        private static final long serialVersionUID = 1L;

        private final int taken;

        /** With the header of the message that was sent, how many mailboxes took it, and how many were full. */
        public MailboxFull(MessageHeader header, int taken, int full) {
            super(
                    "message " + header + ": " + full + " of " + (taken + full)
                            + " mailboxes full; send less, or give the subscription more capacity or time",
                    header);
            this.taken = taken;
        }

        /** How many mailboxes took the message all the same. */
        public int taken() {
            return taken;
        }
    }

    /** A request whose recipient has no subscription. */
    public static final class NoSubscriber extends AgentBusException {
        private static final long serialVersionUID = 1L;

        /** With the header of the request. */
        public NoSubscriber(MessageHeader header) {
            super(
                    "request " + header + ": nobody is subscribed to '" + header.recipient()
                            + "' for this user and thread; subscribe before asking",
                    header);
        }
    }

    /** A request without reply in time. A reply that still comes is a dead letter. */
    public static final class RequestTimedOut extends AgentBusException {
        private static final long serialVersionUID = 1L;

        private final Duration timeout;

        /** With the header of the request, and its timeout. */
        public RequestTimedOut(MessageHeader header, Duration timeout) {
            super(
                    "request " + header + ": no reply within " + timeout
                            + "; look at the recipient, or give it more time",
                    header);
            this.timeout = timeout;
        }

        /** How long the sender waited. */
        public Duration timeout() {
            return timeout;
        }
    }
}

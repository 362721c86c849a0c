package ai.netra.agents.core.message;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.message.AgentBus;
import ai.netra.agents.message.AgentBusListener;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MailboxOptions;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHandler;
import ai.netra.agents.message.MessageHeader;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bus of this process, in memory. A subscription holds a virtual thread only while it has messages.
 *
 * <pre>{@code
 * try (AgentBus bus = LocalAgentBus.builder().listener(listener).build()) {
 *     bus.subscribe(MessageAddress.ofUser(user, "data"), MailboxOptions.defaults().rejecting(), handler);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LocalAgentBus implements AgentBus {
    private final Scheduler scheduler;
    private final Runnable schedulerEnd;
    private final Drain drain;
    private final BusFailures failures;
    private final Requests requests;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Delivery delivery;

    private LocalAgentBus(Builder builder) {
        Scheduler given = builder.scheduler;
        this.scheduler = given == null ? SystemScheduler.create() : given;
        this.schedulerEnd = given == null ? scheduler::close : () -> {};
        this.drain = new Drain(scheduler, builder.drainTime);
        this.failures = new BusFailures(builder.listeners);
        this.requests = new Requests(scheduler);
        this.delivery = new Delivery(scheduler, requests, subscriptions, failures);
    }

    /** Builds a bus. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public MessageHeader header(UserId user, ThreadId thread, String sender, String recipient) {
        return new MessageHeader(
                user,
                thread,
                sender,
                recipient,
                scheduler.newId(),
                scheduler.clock().instant(),
                Attributes.empty());
    }

    @Override
    public MessageHeader replyTo(AgentMessage message) {
        return message.header().reply(scheduler.clock().instant());
    }

    @Override
    public void publish(AgentMessage message) throws InterruptedException {
        delivery.publish(message);
    }

    @Override
    public AgentMessage.Reply request(AgentMessage.Request request) throws InterruptedException {
        return delivery.request(request);
    }

    @Override
    public Subscription subscribe(MessageAddress address, MailboxOptions options, MessageHandler handler) {
        Mailbox mailbox = new Mailbox(
                address,
                options,
                scheduler,
                message -> handle(message, handler),
                message -> failures.deadLetter(message, DeadLetterReason.CLOSED));
        subscriptions.add(mailbox);
        return new LocalSubscription(mailbox);
    }

    private void handle(AgentMessage message, MessageHandler handler) {
        try {
            handler.onMessage(message);
        } catch (Throwable thrown) { // whatever it is, the next message is handled
            failures.handlerFailed(message, thrown);
            if (message instanceof AgentMessage.Request) {
                delivery.answer(
                        new AgentMessage.ErrorReport(replyTo(message), Failure.of(FailureKind.AGENT_ERROR, thrown)));
            }
        }
    }

    /** How many messages reached nobody, for this reason. */
    public long deadLetters(DeadLetterReason reason) {
        return failures.deadLetters(reason);
    }

    /** How many times a handler has thrown. */
    public long handlerFailures() {
        return failures.handlerFailures();
    }

    /** How many times a listener has thrown. */
    public long listenerFailures() {
        return failures.listenerFailures();
    }

    @Override
    public void close() {
        end(subscriptions.close(), () -> {
            requests.close();
            schedulerEnd.run();
        });
    }

    /** Closes mailboxes, drains them, and does what is to be done then. A handler would wait for itself, so another thread does it for one. */
    private void end(List<Mailbox> mailboxes, Runnable then) {
        mailboxes.forEach(Mailbox::close);
        if (subscriptions.areHandledHere()) {
            scheduler.fork("bus close", task -> end(mailboxes, then));
        } else {
            drain.await(mailboxes);
            then.run();
        }
    }

    /** One mailbox, as its subscriber sees it. */
    private final class LocalSubscription implements Subscription {
        private final Mailbox mailbox;

        private LocalSubscription(Mailbox mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public MessageAddress address() {
            return mailbox.address();
        }

        @Override
        public void close() {
            end(List.of(mailbox), () -> subscriptions.remove(mailbox));
        }
    }

    /** Builds a {@link LocalAgentBus}. Not thread-safe. */
    public static final class Builder {
        private final List<AgentBusListener> listeners = new ArrayList<>();
        private Optional<Duration> drainTime = Optional.empty();
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /** Adds a listener to what goes wrong. */
        public Builder listener(AgentBusListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * How long closing the bus or a subscription waits for its messages to be handled before it interrupts; as long as it takes by default.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder drainTime(Duration time) {
            if (!time.isPositive()) {
                throw new InvalidDefinitionException("drainTime is " + time + "; use a positive duration");
            }
            drainTime = Optional.of(time);
            return this;
        }

        /** Threads and time; the system's by default. One given here is not closed with the bus. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The bus. */
        public LocalAgentBus build() {
            return new LocalAgentBus(this);
        }
    }
}

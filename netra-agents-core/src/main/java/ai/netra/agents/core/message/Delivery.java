package ai.netra.agents.core.message;

import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Brings messages to the requests and mailboxes they are for. Thread-safe. */
final class Delivery {
    private final Scheduler scheduler;
    private final Requests requests;
    private final Subscriptions subscriptions;
    private final BusFailures failures;

    Delivery(Scheduler scheduler, Requests requests, Subscriptions subscriptions, BusFailures failures) {
        this.scheduler = scheduler;
        this.requests = requests;
        this.subscriptions = subscriptions;
        this.failures = failures;
    }

    void publish(AgentMessage message) throws InterruptedException {
        if (!settles(message)) {
            deliver(message, Optional::empty);
        }
    }

    AgentMessage.Reply request(AgentMessage.Request request) throws InterruptedException {
        long start = scheduler.nanoTime();
        Requests.Waiting waiting = requests.open(request);
        try {
            deliver(request, () -> Optional.of(remaining(request, start)));
            waiting.await(remaining(request, start));
        } catch (Throwable thrown) {
            requests.end(waiting).ifPresent(late -> failures.deadLetter(late, DeadLetterReason.LATE_RESPONSE));
            if (thrown instanceof AgentBusException.MailboxFull
                    && !remaining(request, start).isPositive()) {
                throw timedOut(request);
            }
            throw thrown;
        }
        return requests.end(waiting)
                .orElseThrow(() -> remaining(request, start).isPositive()
                        ? new AgentBusException.Closed(request.header())
                        : timedOut(request));
    }

    private static AgentBusException timedOut(AgentMessage.Request request) {
        return new AgentBusException.RequestTimedOut(request.header(), request.timeout());
    }

    private Duration remaining(AgentMessage.Request request, long start) {
        return request.timeout().minusNanos(scheduler.nanoTime() - start);
    }

    /** Hands a reply to the request that waits for it, or did. */
    private boolean settles(AgentMessage message) {
        if (!(message instanceof AgentMessage.Reply reply)) {
            return false;
        }
        return switch (requests.settle(reply)) {
            case AWAITED -> true;
            case LATE -> {
                failures.deadLetter(message, DeadLetterReason.LATE_RESPONSE);
                yield true;
            }
            case NONE -> false;
        };
    }

    private void deliver(AgentMessage message, Supplier<Optional<Duration>> patience) throws InterruptedException {
        Tally tally = new Tally();
        for (Mailbox mailbox : subscriptions.receiving(message.header())) {
            tally.count(mailbox.put(message, patience));
        }
        if (tally.full > 0) {
            throw new AgentBusException.MailboxFull(message.header(), tally.taken, tally.full);
        }
        if (tally.taken > 0) {
            return;
        }
        if (subscriptions.isClosed()) {
            throw new AgentBusException.Closed(message.header());
        }
        failures.deadLetter(message, DeadLetterReason.NO_SUBSCRIBER);
        if (message instanceof AgentMessage.Request) {
            throw new AgentBusException.NoSubscriber(message.header());
        }
    }

    /** Sends word of a failed request without ever blocking: the thread is the subscription's, whose senders are not to wait for the requester. */
    void answer(AgentMessage.ErrorReport error) {
        if (settles(error)) {
            return;
        }
        Tally tally = new Tally();
        for (Mailbox mailbox : subscriptions.receiving(error.header())) {
            tally.count(mailbox.offer(error));
        }
        if (tally.taken == 0) {
            failures.deadLetter(error, tally.full > 0 ? DeadLetterReason.MAILBOX_FULL : DeadLetterReason.NO_SUBSCRIBER);
        }
    }

    /** How many mailboxes took a message and had no room for it; those that were closed since they were found no longer count. */
    private static final class Tally {
        private int taken;
        private int full;

        void count(Mailbox.Receipt receipt) {
            switch (receipt) {
                case TAKEN -> taken++;
                case FULL -> full++;
                case CLOSED -> {}
            }
        }
    }
}

package ai.netra.agents.core.message;

import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MailboxOptions;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one subscription. It has a thread only while something does: the message that ends the emptiness forks one, and it ends with the last
 * message. It hands over to a new one after a number of messages, since virtual threads are not preempted and others must get their turn, and when a
 * handler left it interrupted. Thread-safe.
 */
final class Mailbox {
    private static final int MESSAGES_PER_TURN = 1_024;

    /** What became of a message. */
    enum Receipt {
        /** It will be handled. */
        TAKEN,
        /** There was no room for it. */
        FULL,
        /** Nothing is taken any more. */
        CLOSED
    }

    private final MessageAddress address;
    private final MailboxOptions options;
    private final Scheduler scheduler;
    private final Consumer<AgentMessage> handler;
    private final Consumer<AgentMessage> dropped;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<AgentMessage> messages = new ArrayDeque<>(); // guarded by the lock, as are the next three
    private final ArrayDeque<Blocked> blocked = new ArrayDeque<>(); // only while there is no room
    private boolean handling;
    private boolean closed;
    private volatile @Nullable Task turn; // the latest; written under the lock
    private volatile boolean abandoned;

    /**
     * An empty one.
     *
     * @param handler handles a message; does not throw
     * @param dropped hears of a message that will not be handled; does not throw
     */
    Mailbox(
            MessageAddress address,
            MailboxOptions options,
            Scheduler scheduler,
            Consumer<AgentMessage> handler,
            Consumer<AgentMessage> dropped) {
        this.address = address;
        this.options = options;
        this.scheduler = scheduler;
        this.handler = handler;
        this.dropped = dropped;
    }

    MessageAddress address() {
        return address;
    }

    /**
     * Takes a message, waiting for room where the subscriber wants its senders to, for as long as both allow. First come, first served.
     *
     * @param patience how long the sender would wait from now on; asked only where it has to
     */
    Receipt put(AgentMessage message, Supplier<Optional<Duration>> patience) throws InterruptedException {
        Blocked sender;
        lock.lock();
        try {
            Receipt receipt = offer(message);
            if (receipt != Receipt.FULL || options.whenFull() == MailboxOptions.WhenFull.REJECT || isHandledHere()) {
                return receipt;
            }
            sender = new Blocked(message, scheduler.signal());
            blocked.add(sender);
        } finally {
            lock.unlock();
        }
        try {
            Optional<Duration> limit = Stream.of(patience.get(), options.blockLimit())
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
            if (limit.isPresent()) {
                sender.settled.await(limit.get());
            } else {
                sender.settled.await();
            }
        } catch (InterruptedException e) {
            if (receipt(sender) == Receipt.FULL) {
                throw e;
            }
            scheduler.adopt("bus sender").releaseInterrupted(); // too late to take the message back
        }
        return receipt(sender);
    }

    /** What became of the message of a sender, which waits no longer. */
    private Receipt receipt(Blocked sender) {
        lock.lock();
        try {
            if (sender.receipt == Receipt.FULL) {
                blocked.remove(sender);
            }
            return sender.receipt;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a message if there is room. */
    Receipt offer(AgentMessage message) {
        lock.lock();
        try {
            if (closed) {
                return Receipt.CLOSED;
            }
            if (messages.size() >= options.capacity()) {
                return Receipt.FULL;
            }
            if (!handling) {
                fork();
                handling = true;
            }
            messages.add(message);
            return Receipt.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is the one that handles messages here. */
    boolean isHandledHere() {
        Task last = turn;
        return last != null && last.isCurrent();
    }

    private void fork() {
        turn = scheduler.fork("bus " + address.name(), this::handle);
    }

    private void handle(Task self) {
        boolean more = true;
        try {
            for (int count = 0; more && count < MESSAGES_PER_TURN && !self.interruptPending(); count++) {
                AgentMessage message = take();
                more = message != null;
                if (message != null) {
                    (abandoned ? dropped : handler).accept(message);
                }
            }
        } finally { // whatever was thrown: nobody else would take what still waits
            if (more) {
                handOver();
            }
        }
    }

    private void handOver() {
        lock.lock();
        try {
            fork();
        } finally {
            lock.unlock();
        }
    }

    /** The next message, whose room goes to who has been blocked longest; or null, and the thread is to end. */
    private @Nullable AgentMessage take() {
        lock.lock();
        try {
            AgentMessage message = messages.poll();
            handling = message != null;
            Blocked sender = blocked.poll();
            if (sender != null) {
                messages.add(sender.message);
                sender.settle(Receipt.TAKEN);
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            blocked.forEach(sender -> sender.settle(Receipt.CLOSED));
            blocked.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the handler, and hands it nothing any more: what still waits is dropped. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            if (turn != null) {
                turn.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last thread has ended. */
    void join() throws InterruptedException {
        Task joined = null;
        for (Task last = turn; last != null && !last.equals(joined); last = turn) {
            last.join();
            joined = last;
        }
    }

    /** A sender that waits until its message is taken. */
    private static final class Blocked {
        private final AgentMessage message;
        private final Signal settled;
        private Receipt receipt = Receipt.FULL; // guarded by the lock

        private Blocked(AgentMessage message, Signal settled) {
            this.message = message;
            this.settled = settled;
        }

        private void settle(Receipt end) {
            receipt = end;
            settled.fire();
        }
    }
}

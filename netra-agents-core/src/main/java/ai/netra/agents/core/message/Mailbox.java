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
    private boolean handling;
    private boolean closed;
    private @Nullable Signal room;
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

    /** Takes a message, waiting for room where the subscriber wants its senders to, for as long as both allow. */
    Receipt put(AgentMessage message, Optional<Duration> patience) throws InterruptedException {
        Receipt receipt = offer(message);
        if (receipt != Receipt.FULL || options.whenFull() == MailboxOptions.WhenFull.REJECT || isHandledHere()) {
            return receipt;
        }
        Optional<Duration> limit = Stream.of(patience, options.blockLimit())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        long start = scheduler.nanoTime();
        for (; ; ) {
            Signal awaited;
            lock.lock();
            try {
                receipt = offer(message);
                if (receipt != Receipt.FULL) {
                    return receipt;
                }
                awaited = room == null ? scheduler.signal() : room;
                room = awaited;
            } finally {
                lock.unlock();
            }
            if (limit.isEmpty()) {
                awaited.await();
            } else if (!awaited.await(limit.get().minusNanos(scheduler.nanoTime() - start))) {
                return Receipt.FULL;
            }
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
        for (int count = 0; count < MESSAGES_PER_TURN && !self.interruptPending(); count++) {
            AgentMessage message = take();
            if (message == null) {
                return;
            }
            (abandoned ? dropped : handler).accept(message);
        }
        lock.lock();
        try {
            fork();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next message; or null, and the thread is to end. Blocked senders go on once half of the room is free: to wake them for each message would
     * cost more than the message.
     */
    private @Nullable AgentMessage take() {
        lock.lock();
        try {
            AgentMessage message = messages.poll();
            handling = message != null;
            if (messages.size() <= options.capacity() / 2) {
                wakeSenders();
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    private void wakeSenders() {
        if (room != null) {
            room.fire();
            room = null;
        }
    }

    /** Takes nothing any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            wakeSenders();
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
}

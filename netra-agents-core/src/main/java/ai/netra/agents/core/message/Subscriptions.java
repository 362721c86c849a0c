package ai.netra.agents.core.message;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHeader;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The mailboxes there are, by address. Thread-safe; finding takes no lock. */
final class Subscriptions {
    private final ConcurrentMap<Key, List<Mailbox>> mailboxes = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    void add(Mailbox mailbox) {
        lock.lock();
        try {
            if (closed) {
                throw new InvalidDefinitionException("subscription to '"
                        + mailbox.address().name() + "': the bus is closed; subscribe before close()");
            }
            mailboxes.merge(Key.of(mailbox.address()), List.of(mailbox), Subscriptions::joined);
        } finally {
            lock.unlock();
        }
    }

    void remove(Mailbox mailbox) {
        mailboxes.computeIfPresent(Key.of(mailbox.address()), (key, there) -> {
            List<Mailbox> others =
                    there.stream().filter(other -> other != mailbox).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** The mailboxes that a message goes to, those of the narrowest address first. */
    List<Mailbox> receiving(MessageHeader header) {
        List<Mailbox> found = at(header.user(), header.thread(), header.recipient());
        found = joined(found, at(header.user(), null, header.recipient()));
        return joined(found, at(null, null, header.recipient()));
    }

    private List<Mailbox> at(@Nullable UserId user, @Nullable ThreadId thread, String name) {
        return mailboxes.getOrDefault(new Key(user, thread, name), List.of());
    }

    private static List<Mailbox> joined(List<Mailbox> left, List<Mailbox> right) {
        return right.isEmpty()
                ? left
                : left.isEmpty()
                        ? right
                        : Stream.concat(left.stream(), right.stream()).toList();
    }

    /** Whether the calling thread is a handler's. */
    boolean areHandledHere() {
        return mailboxes.values().stream().flatMap(List::stream).anyMatch(Mailbox::isHandledHere);
    }

    /** Adds nothing any more, and gives all there are. */
    List<Mailbox> close() {
        lock.lock();
        try {
            closed = true;
            return mailboxes.values().stream().flatMap(List::stream).toList();
        } finally {
            lock.unlock();
        }
    }

    /** An address without optionals: three are looked up for each message. */
    private record Key(@Nullable UserId user, @Nullable ThreadId thread, String name) {
        static Key of(MessageAddress address) {
            return new Key(address.user().orElse(null), address.thread().orElse(null), address.name());
        }
    }
}

package ai.netra.agents.core.message;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MessageHeader;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a reply, and the last 10,000 that did: a reply to one of those is late, and no business of whoever is subscribed to the
 * requester's name. Thread-safe.
 */
final class Requests {
    private static final int REMEMBERED = 10_000;

    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Waiting> waiting = new HashMap<>();
    private final Set<Key> over = new LinkedHashSet<>();

    Requests(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** What a reply is to a request. */
    enum Match {
        /** The one it waits for. */
        AWAITED,
        /** One that it does not wait for, or no longer. */
        LATE,
        /** None that is known. */
        NONE
    }

    /** Expects a reply. */
    Waiting open(AgentMessage.Request request) {
        MessageHeader header = request.header();
        Waiting opened = new Waiting(Key.of(header, header.sender()), scheduler.signal());
        lock.lock();
        try {
            if (waiting.putIfAbsent(opened.key, opened) != null) {
                throw new InvalidDefinitionException(
                        "request " + header + " waits for a reply already; give each its own correlation id");
            }
            over.remove(opened.key);
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /** Hands a reply to the request that waits for it. */
    Match settle(AgentMessage.Reply reply) {
        Key key = Key.of(reply.header(), reply.recipient());
        lock.lock();
        try {
            Waiting request = waiting.get(key);
            if (request == null) {
                return over.contains(key) ? Match.LATE : Match.NONE;
            }
            if (request.reply != null) {
                return Match.LATE;
            }
            request.reply = reply;
            request.ended.fire();
            return Match.AWAITED;
        } finally {
            lock.unlock();
        }
    }

    /** Expects nothing any more, and gives what came. */
    Optional<AgentMessage.Reply> end(Waiting request) {
        lock.lock();
        try {
            waiting.remove(request.key);
            over.add(request.key);
            if (over.size() > REMEMBERED) {
                over.remove(over.iterator().next());
            }
            return Optional.ofNullable(request.reply);
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody wait any longer. */
    void close() {
        lock.lock();
        try {
            waiting.values().forEach(request -> request.ended.fire());
        } finally {
            lock.unlock();
        }
    }

    private record Key(UserId user, ThreadId thread, String requester, String correlationId) {
        static Key of(MessageHeader header, String requester) {
            return new Key(header.user(), header.thread(), requester, header.correlationId());
        }
    }

    /** A request that waits. */
    static final class Waiting {
        private final Key key;
        private final Signal ended;
        private AgentMessage.@Nullable Reply reply; // guarded by the lock

        private Waiting(Key key, Signal ended) {
            this.key = key;
            this.ended = ended;
        }

        /** Waits for a reply, or for the bus to close. */
        void await(Duration timeout) throws InterruptedException {
            ended.await(timeout);
        }
    }
}

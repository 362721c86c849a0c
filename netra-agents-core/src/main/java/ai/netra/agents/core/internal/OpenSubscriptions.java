package ai.netra.agents.core.internal;

import ai.netra.agents.RunRejectedException;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subscriptions of a runtime that have not ended, and their threads. */
final class OpenSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSubscriptions.class);

    private final Scheduler scheduler;
    private final Redaction redaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Subscription, Task> open = new HashMap<>();
    private boolean closed;

    OpenSubscriptions(Scheduler scheduler, Redaction redaction) {
        this.scheduler = scheduler;
        this.redaction = redaction;
    }

    /** Gives a subscription its thread, with what the host keeps on the one that subscribed. */
    void open(Subscription subscription, String name, CarriedContext context) {
        lock.lock();
        try {
            if (closed) {
                throw new RunRejectedException.RuntimeClosed();
            }
            open.put(subscription, scheduler.fork(name, task -> hear(subscription, context)));
        } finally {
            lock.unlock();
        }
    }

    private void hear(Subscription subscription, CarriedContext context) {
        try {
            context.run(subscription::hear);
        } catch (Throwable thrown) {
            LOG.warn("a listener to a run cannot hear it", redaction.exception(thrown));
        } finally {
            subscription.fallSilent();
            forget(subscription);
        }
    }

    private void forget(Subscription subscription) {
        lock.lock();
        try {
            open.remove(subscription);
        } finally {
            lock.unlock();
        }
    }

    /** Those that have not ended, with their threads. */
    Map<Subscription, Task> open() {
        lock.lock();
        try {
            return Map.copyOf(open);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no new ones from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.json.JournalJson;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Timer;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state store of a runtime, how its runs are kept there, and the leases of those that it works on. Thread-safe. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final int PAGE = 100;

    private final StateStore store;
    private final JournalJson json;
    private final Durability durability;
    private final Lease lease;
    private final Duration patience;
    private final Scheduler scheduler;
    private final String runner;
    private final ThreadWatch threads;
    private final AtomicLong writers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Run<?>> leased = ConcurrentHashMap.newKeySet();
    private @Nullable Timer timer; // guarded by lock

    Keeper(
            StateStore store,
            JournalJson json,
            Durability durability,
            Lease lease,
            Duration patience,
            Scheduler scheduler,
            String runner) {
        this.store = store;
        this.json = json;
        this.durability = durability;
        this.lease = lease;
        this.patience = patience;
        this.scheduler = scheduler;
        this.runner = runner;
        this.threads = new ThreadWatch(store, scheduler);
    }

    StateStore store() {
        return store;
    }

    JournalJson json() {
        return json;
    }

    Durability durability() {
        return durability;
    }

    Lease lease() {
        return lease;
    }

    /** How long a run waits for a store that is out of reach. */
    Duration patience() {
        return patience;
    }

    /** Who executes in which thread. */
    ThreadWatch threads() {
        return threads;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** How often a lease is renewed. */
    Duration renewal() {
        return lease.time().dividedBy(3);
    }

    /** An id that no other writer has. */
    String newWriter() {
        return runner + "." + writers.incrementAndGet();
    }

    Append.Mark mark(RunPhase phase) {
        return switch (phase) {
            case RUNNING -> Append.Mark.running(lease);
            case SUSPENDED -> Append.Mark.suspended();
            case ENDED -> Append.Mark.ended();
        };
    }

    /** Deletes a conversation with its runs, and says how many streams there were. */
    long delete(UserId user, ThreadId thread) {
        long deleted = store.delete(new StreamKey.OfThread(user, thread)) ? 1 : 0;
        Page<RunId> page = Page.first(PAGE);
        while (true) {
            List<RunHeader> found = store.runs(user, thread, page);
            for (RunHeader header : found) {
                deleted += store.delete(header.key()) ? 1 : 0;
            }
            if (found.size() < PAGE) {
                return deleted;
            }
            page = Page.after(found.getLast().key().run(), PAGE);
        }
    }

    /** Renews the run's lease from now on. */
    void lease(Run<?> run) {
        leased.add(run);
        lock.lock();
        try {
            if (timer == null) {
                timer = scheduler.schedule(renewal(), this::renewSoon);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The run is worked on no more. */
    void release(Run<?> run) {
        leased.remove(run);
        if (!leased.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (timer != null && leased.isEmpty()) {
                timer.cancel();
                timer = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void renewSoon() {
        scheduler.fork("leases of " + runner, task -> renew());
    }

    private void renew() {
        List.copyOf(leased).forEach(this::renew);
        lock.lock();
        try {
            timer = leased.isEmpty() ? null : scheduler.schedule(renewal(), this::renewSoon);
        } finally {
            lock.unlock();
        }
    }

    private void renew(Run<?> run) {
        try {
            run.journal().renew();
        } catch (StoreException unavailable) { // whoever takes the run over fences it
            LOG.warn("The lease of run {} could not be renewed", run.run(), unavailable);
        }
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state store of a runtime, how its runs are kept there, and the leases of those that it works on. Thread-safe. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final int PAGE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final StateStore store;
    private final JournalJson json;
    private final Durability durability;
    private final Lease lease;
    private final Duration patience;
    private final Scheduler scheduler;
    private final String runner;
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

    /** Another run that is executing in a run's thread, here or elsewhere. */
    Optional<RunId> busy(StreamKey.OfRun run) {
        Instant now = store.now();
        Page<RunId> page = Page.first(PAGE);
        while (true) {
            List<RunHeader> found = store.unfinished(run.user(), run.thread(), page);
            for (RunHeader header : found) {
                if (!header.key().run().equals(run.run())
                        && header.leasedUntil().filter(now::isBefore).isPresent()) {
                    return Optional.of(header.key().run());
                }
            }
            if (found.size() < PAGE) {
                return Optional.empty();
            }
            page = Page.after(found.getLast().key().run(), PAGE);
        }
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

    /**
     * Refuses a run while another executes in its thread.
     *
     * @param awaited whether the other is one that this one will wait for
     * @throws RunRejectedException.ThreadBusy if there is another
     */
    void checkThread(Run<?> run, Predicate<RunId> awaited) {
        if (run.inNamedThread()) {
            busy(run.storeKey()).filter(awaited.negate()).ifPresent(other -> {
                throw new RunRejectedException.ThreadBusy(run.thread(), other);
            });
        }
    }

    /**
     * Waits until no other runtime has a run executing in a run's thread, or the run is cancelled.
     *
     * @return false if the wait was interrupted
     */
    boolean awaitThread(Run<?> run) {
        Duration pause = FIRST_PAUSE;
        try {
            while (run.inNamedThread()
                    && !run.isCancelled()
                    && busy(run.storeKey()).isPresent()) {
                scheduler.clock().sleep(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            }
            return true;
        } catch (InterruptedException interrupted) {
            return false;
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

package ai.netra.agents.core.pool;

import ai.netra.agents.spi.Signal;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has which instance of a pool and who is next, under one lock. Calls nothing that is not the pool's own.
 *
 * <p>While anybody waits, no instance is idle and no place is free: what is freed is granted to whoever waits longest before the lock is released,
 * so nobody who comes later can have it.
 */
final class PoolPlaces<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final int size;
    private final Supplier<Signal> signals;
    private final Deque<T> idle = new ArrayDeque<>();
    private final Set<T> instances = Collections.newSetFromMap(new IdentityHashMap<>());
    private final LinkedHashSet<Waiter<T>> waiters = new LinkedHashSet<>();
    private final LinkedHashSet<PoolLease<T>> leases = new LinkedHashSet<>();
    private int taken; // by instances, and by those being created
    private boolean closed;
    private long borrowed;
    private long created;
    private long discarded;
    private long overdue;
    private long leftAtClose;

    PoolPlaces(int size, Supplier<Signal> signals) {
        this.size = size;
        this.signals = signals;
    }

    /** What a borrower is granted. */
    sealed interface Grant<T> {
        /** An instance. */
        record Ready<T>(T instance) implements Grant<T> {}

        /** A place, to create an instance for. */
        record Vacant<T>() implements Grant<T> {}

        /** Nothing, for good. */
        record Refused<T>() implements Grant<T> {}
    }

    /** A borrower in the queue, or past it. */
    static final class Waiter<T> {
        private final Signal granted;
        private @Nullable Grant<T> grant; // guarded by the lock

        private Waiter(Signal granted) {
            this.granted = granted;
        }

        /** Fires once there is a grant. */
        Signal granted() {
            return granted;
        }

        private void grant(Grant<T> newGrant) {
            grant = newGrant;
            granted.fire();
        }
    }

    /** Grants at once, or queues. */
    Waiter<T> ask() {
        return locked(() -> {
            Waiter<T> waiter = new Waiter<>(signals.get());
            if (closed) {
                waiter.grant(new Grant.Refused<>());
            } else if (!idle.isEmpty()) {
                waiter.grant(new Grant.Ready<>(idle.pop()));
            } else if (taken < size) {
                taken++;
                waiter.grant(new Grant.Vacant<>());
            } else {
                waiters.add(waiter);
            }
            return waiter;
        });
    }

    /** What a borrower got; one that got nothing so far leaves the queue. */
    Optional<Grant<T>> settle(Waiter<T> waiter) {
        return locked(() -> {
            waiters.remove(waiter);
            return Optional.ofNullable(waiter.grant);
        });
    }

    /** Takes a new instance into a place that was granted; false if it is there already. */
    boolean admit(T instance) {
        return locked(() -> {
            boolean added = instances.add(instance);
            created += added ? 1 : 0;
            return added;
        });
    }

    /** Notes a lease; false if the pool is closed. */
    boolean lend(PoolLease<T> lease) {
        return locked(() -> {
            if (!closed) {
                leases.add(lease);
                borrowed++;
            }
            return !closed;
        });
    }

    /** Notes the end of a lease; false if it is none of this pool's, or no longer. */
    boolean end(PoolLease<T> lease) {
        return locked(() -> leases.remove(lease));
    }

    /** Notes that a lease is held for too long; false if it no longer is. */
    boolean noteOverdue(PoolLease<T> lease) {
        return locked(() -> {
            boolean held = !closed && leases.contains(lease);
            overdue += held ? 1 : 0;
            return held;
        });
    }

    /** Hands an instance on; false if the pool is closed. */
    boolean handOn(T instance) {
        return locked(() -> {
            if (closed) {
                return false;
            }
            if (waiters.isEmpty()) {
                idle.push(instance);
            } else {
                waiters.removeFirst().grant(new Grant.Ready<>(instance));
            }
            return true;
        });
    }

    /** Frees the place of an instance that was given up. */
    void discard(T instance) {
        locked(() -> {
            discarded++;
            instances.remove(instance);
            return vacated();
        });
    }

    /** Frees a place that was granted and not filled. */
    void vacate() {
        locked(this::vacated);
    }

    private boolean vacated() {
        if (waiters.isEmpty()) {
            taken--;
        } else {
            waiters.removeFirst().grant(new Grant.Vacant<>());
        }
        return true;
    }

    /** Refuses whoever waits and comes, and hands out what is idle. Once. */
    Closing<T> close() {
        return locked(() -> {
            Closing<T> closing = new Closing<>(List.copyOf(idle), closed ? List.of() : List.copyOf(leases));
            closed = true;
            idle.clear();
            leftAtClose += closing.leases.size();
            waiters.forEach(waiter -> waiter.grant(new Grant.Refused<>()));
            waiters.clear();
            return closing;
        });
    }

    /** What there is when a pool is closed: the instances that are idle, and the leases that are not returned. */
    record Closing<T>(List<T> idle, List<PoolLease<T>> leases) {}

    PoolCounts counts() {
        return locked(() -> new PoolCounts(
                idle.size(), leases.size(), waiters.size(), borrowed, created, discarded, overdue, leftAtClose));
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}

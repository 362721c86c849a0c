package ai.netra.agents.core.pool;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded number of instances of one type, each lent to one borrower at a time: for agents that hold something scarce or stateful, a browser or a
 * licensed session, say. Agents are stateless and need no pool; this is for what they work with.
 *
 * <pre>{@code
 * try (AgentPool<Browser> browsers = AgentPool.builder("browsers", Browser::launch, Browser::clearSession)
 *         .size(4)
 *         .disposal(Browser::close)
 *         .build()) {
 *     Agent<Page> fetch = browsers.agent(PAGE, (browser, input, context) -> browser.open(input.message()));
 *     …
 * }
 * }</pre>
 *
 * <p>Instances are created when first needed, on the borrower's thread, up to the pool's size. Borrowers are served in the order in which they came.
 * A returned instance is reset before anybody else has it; one that cannot be reset, or that its borrower gave up, is disposed of, and its place is
 * free for a new one. What one user leaves in an instance is the reset's to take away.
 *
 * <p>A lease is owed back: one that is held for too long, or not returned when the pool is closed, is told to the listener and counted.
 *
 * <p>Thread-safe. Threads are held while they wait, and can be interrupted then.
 *
 * @param <T> the type of the instances
 */
public final class AgentPool<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPool.class);

    private final String name;
    private final int size;
    private final Duration maxWait;
    private final Duration overdueAfter;
    private final Callable<? extends T> creation;
    private final Action<? super T> reset;
    private final Action<? super T> disposal;
    private final Consumer<? super PoolEvent> listener;
    private final Scheduler scheduler;
    private final Runnable closeScheduler;
    private final PoolPlaces<T> places;

    AgentPool(AgentPoolBuilder<T> builder) {
        this.name = builder.name;
        this.size = builder.size;
        this.maxWait = builder.maxWait;
        this.overdueAfter = builder.overdueAfter;
        this.creation = builder.creation;
        this.reset = builder.reset;
        this.disposal = builder.disposal;
        this.listener = builder.listener;
        Scheduler given = builder.scheduler;
        this.scheduler = given == null ? SystemScheduler.create() : given;
        this.closeScheduler = given == null ? scheduler::close : () -> {};
        this.places = new PoolPlaces<>(size, scheduler::signal);
    }

    /**
     * Builds a pool.
     *
     * @param name the pool's name, for messages
     * @param creation makes an instance, a new one on every call
     * @param reset brings an instance back to how it was when it was new, and throws if it cannot
     * @throws InvalidDefinitionException if the name is blank
     */
    public static <T> AgentPoolBuilder<T> builder(
            String name, Callable<? extends T> creation, Action<? super T> reset) {
        return new AgentPoolBuilder<>(name, creation, reset);
    }

    /** The pool's name. */
    public String name() {
        return name;
    }

    /** As {@link #borrow(String, Duration)}, waiting for as long as the pool allows. */
    public PoolLease<T> borrow(String borrower) throws InterruptedException {
        return borrow(borrower, maxWait);
    }

    /**
     * Lends an instance, waiting for one if all are lent.
     *
     * @param borrower who asks, to be named where something goes wrong
     * @param limit how long to wait; zero for not at all. The time that a new instance takes to be created comes on top
     * @throws AgentPoolException.Exhausted if there was none in that time
     * @throws AgentPoolException.CreationFailed if a new instance could not be created
     * @throws AgentPoolException.Closed if the pool is closed, or is while this waits
     * @throws InterruptedException if this thread is interrupted while it waits, or its instance is created
     * @throws InvalidDefinitionException if the limit is negative, or the creation returned an instance that the pool has already
     */
    public PoolLease<T> borrow(String borrower, Duration limit) throws InterruptedException {
        if (limit.isNegative()) {
            throw new InvalidDefinitionException(
                    "pool '" + name + "': a wait of " + limit + " is negative; use zero for none at all");
        }
        return switch (grant(borrower, limit)) {
            case PoolPlaces.Grant.Ready<T> ready -> lend(ready.instance(), borrower);
            case PoolPlaces.Grant.Vacant<T> vacant -> lend(create(borrower), borrower);
            case PoolPlaces.Grant.Refused<T> refused -> throw new AgentPoolException.Closed(name, borrower);
        };
    }

    private PoolPlaces.Grant<T> grant(String borrower, Duration limit) throws InterruptedException {
        long asked = scheduler.nanoTime();
        PoolPlaces.Waiter<T> waiter = places.ask();
        if (!waiter.granted().isFired()) {
            try {
                waiter.granted().await(limit);
            } catch (InterruptedException interrupted) {
                places.settle(waiter).ifPresent(this::giveBack);
                throw interrupted;
            }
        }
        return places.settle(waiter)
                .orElseThrow(() -> new AgentPoolException.Exhausted(
                        name, size, borrower, Duration.ofNanos(scheduler.nanoTime() - asked)));
    }

    /** Passes on what was granted to a borrower that no longer wants it. */
    private void giveBack(PoolPlaces.Grant<T> grant) {
        switch (grant) {
            case PoolPlaces.Grant.Ready<T> ready -> handOn(ready.instance());
            case PoolPlaces.Grant.Vacant<T> vacant -> places.vacate();
            case PoolPlaces.Grant.Refused<T> refused -> {}
        }
    }

    private T create(String borrower) throws InterruptedException {
        T instance;
        try {
            instance = Objects.requireNonNull(creation.call(), "the creation returned null");
        } catch (InterruptedException | Error thrown) {
            places.vacate();
            throw thrown;
        } catch (Exception cause) {
            places.vacate();
            throw new AgentPoolException.CreationFailed(name, borrower, cause);
        }
        if (!places.admit(instance)) {
            places.vacate();
            throw new InvalidDefinitionException("pool '" + name
                    + "': the creation returned an instance that the pool has already; make a new one on every call");
        }
        return instance;
    }

    private PoolLease<T> lend(T instance, String borrower) {
        PoolLease<T> lease = new PoolLease<>(this, instance, borrower, scheduler.nanoTime());
        if (!places.lend(lease)) {
            dispose(instance);
            throw new AgentPoolException.Closed(name, borrower);
        }
        lease.watchedBy(scheduler.schedule(overdueAfter, () -> overdue(lease)));
        return lease;
    }

    private void overdue(PoolLease<T> lease) {
        if (places.noteOverdue(lease)) {
            // On a thread of its own: a listener may take its time, and other timers must not wait for it.
            scheduler.fork(
                    "overdue in " + name,
                    task -> tell(
                            new PoolEvent.LeaseOverdue(name, lease.borrower(), lease.heldAt(scheduler.nanoTime()))));
        }
    }

    /** Takes a lease back, once. */
    void takeBack(PoolLease<T> lease) {
        if (!places.end(lease)) {
            throw new AgentPoolException.LeaseEnded(name, lease.borrower());
        }
        T instance = lease.end();
        if (lease.isDiscarded()) {
            dispose(instance);
            return;
        }
        Optional<Throwable> failure = thrownBy(reset, instance);
        if (failure.isPresent()) {
            tell(new PoolEvent.ResetFailed(name, lease.borrower(), failure.get()));
            dispose(instance);
        } else {
            handOn(instance);
        }
    }

    private void handOn(T instance) {
        if (!places.handOn(instance)) {
            dispose(instance);
        }
    }

    /** Frees what an instance holds, and then its place, so that there are never more than the pool's size. */
    private void dispose(T instance) {
        thrownBy(disposal, instance).ifPresent(cause -> tell(new PoolEvent.DisposalFailed(name, cause)));
        places.discard(instance);
    }

    /** What an action threw. An interrupt is left for whoever is to heed it. */
    private Optional<Throwable> thrownBy(Action<? super T> action, T instance) {
        try {
            action.apply(instance);
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            scheduler.adopt("borrower").releaseInterrupted();
            return Optional.of(interrupted);
        } catch (Exception | Error thrown) {
            return Optional.of(thrown);
        }
    }

    private void tell(PoolEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error thrown) {
            LOG.warn("the listener of pool {} failed on {}; the pool goes on", name, event, thrown);
        }
    }

    /** As {@link #agent(AgentKey, List, Work)}, without dependencies. */
    public <O> Agent<O> agent(AgentKey<O> key, Work<? super T, O> work) {
        return agent(key, List.of(), work);
    }

    /**
     * An agent that borrows an instance for each activation. It waits no longer than the pool allows and the activation has time. An instance whose
     * work threw is given up, since nobody knows its state. Where the instances are agents themselves, the work is {@code Agent::process}.
     */
    public <O> Agent<O> agent(AgentKey<O> key, List<Dependency<?>> dependencies, Work<? super T, O> work) {
        Objects.requireNonNull(work, "work");
        return Agent.of(key, dependencies, (input, context) -> {
            try (PoolLease<T> lease = borrow(borrower(context), patience(context))) {
                return attempt(work, lease, input, context);
            }
        });
    }

    private static <T, O> O attempt(Work<? super T, O> work, PoolLease<T> lease, AgentInput input, AgentContext context)
            throws Exception {
        try {
            return work.process(lease.instance(), input, context);
        } catch (Throwable thrown) {
            lease.discard();
            throw thrown;
        }
    }

    private static String borrower(AgentContext context) {
        return "activation " + context.activation() + " of run " + context.run();
    }

    private Duration patience(AgentContext context) {
        Duration left = Duration.between(context.clock().instant(), context.deadline());
        Duration patience = left.compareTo(maxWait) < 0 ? left : maxWait;
        return patience.isNegative() ? Duration.ZERO : patience;
    }

    /** What the pool holds and has done. */
    public PoolCounts counts() {
        return places.counts();
    }

    /**
     * Refuses whoever waits or comes, and disposes of the instances that are idle. Leases that are not returned are told to the listener and not
     * waited for; they stay good, and their instances are disposed of when they are returned. Without effect when called again.
     */
    @Override
    public void close() {
        PoolPlaces.Closing<T> closing = places.close();
        long now = scheduler.nanoTime();
        closing.leases()
                .forEach(lease -> tell(new PoolEvent.LeaseLeftAtClose(name, lease.borrower(), lease.heldAt(now))));
        closing.idle().forEach(this::dispose);
        closeScheduler.run();
    }

    /**
     * Something to do to an instance.
     *
     * @param <T> the type of the instance
     */
    @FunctionalInterface
    public interface Action<T> {
        /** Does it. */
        void apply(T instance) throws Exception;
    }

    /**
     * The work of an agent with an instance that it borrowed.
     *
     * @param <T> the type of the instance
     * @param <O> the type of the output
     */
    @FunctionalInterface
    public interface Work<T, O> {
        /** As {@link Agent#process}, with the instance first; not to be kept. */
        O process(T instance, AgentInput input, AgentContext context) throws Exception;
    }
}

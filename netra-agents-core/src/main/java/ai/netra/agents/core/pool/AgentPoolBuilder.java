package ai.netra.agents.core.pool;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds an {@link AgentPool}. Not thread-safe.
 *
 * @param <T> the type of the instances
 */
public final class AgentPoolBuilder<T> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPool.class);

    final String name;
    final Callable<? extends T> creation;
    final AgentPool.Action<? super T> reset;
    int size = 10;
    Duration maxWait = Duration.ofSeconds(30);
    Duration overdueAfter = Duration.ofMinutes(10);
    AgentPool.Action<? super T> disposal = instance -> {};
    Consumer<? super PoolEvent> listener = AgentPoolBuilder::log;

    @Nullable
    Scheduler scheduler;

    AgentPoolBuilder(String name, Callable<? extends T> creation, AgentPool.Action<? super T> reset) {
        if (name.isBlank()) {
            throw new InvalidDefinitionException("the name of a pool is blank; name it after what it lends");
        }
        this.name = name;
        this.creation = Objects.requireNonNull(creation, "creation");
        this.reset = Objects.requireNonNull(reset, "reset");
    }

    /**
     * How many instances there may be; 10 by default.
     *
     * @throws InvalidDefinitionException if it is below 1
     */
    public AgentPoolBuilder<T> size(int newSize) {
        if (newSize < 1) {
            throw new InvalidDefinitionException("pool '" + name + "': size " + newSize + " is below 1; use 1 or more");
        }
        size = newSize;
        return this;
    }

    /**
     * How long a borrower waits that does not say; 30 seconds by default, zero for not at all.
     *
     * @throws InvalidDefinitionException if it is negative
     */
    public AgentPoolBuilder<T> maxWait(Duration newMaxWait) {
        if (newMaxWait.isNegative()) {
            throw new InvalidDefinitionException("pool '" + name + "': maxWait " + newMaxWait
                    + " is negative; use zero for borrowers that do not wait");
        }
        maxWait = newMaxWait;
        return this;
    }

    /**
     * How long a lease may be held before it is told of; 10 minutes by default, which is the time of a run.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public AgentPoolBuilder<T> overdueAfter(Duration newOverdueAfter) {
        if (newOverdueAfter.isNegative() || newOverdueAfter.isZero()) {
            throw new InvalidDefinitionException("pool '" + name + "': overdueAfter " + newOverdueAfter
                    + " is not positive; use a positive duration");
        }
        overdueAfter = newOverdueAfter;
        return this;
    }

    /** What to do to an instance that is given up, so that it frees what it holds; nothing by default. */
    public AgentPoolBuilder<T> disposal(AgentPool.Action<? super T> newDisposal) {
        disposal = Objects.requireNonNull(newDisposal, "disposal");
        return this;
    }

    /**
     * Who hears of what goes wrong, in place of a warning in the log. Called on borrowers' threads and others, concurrently; what it throws is
     * logged.
     */
    public AgentPoolBuilder<T> listener(Consumer<? super PoolEvent> newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /** Waits and time; the system's by default. One given here is not closed with the pool. */
    public AgentPoolBuilder<T> scheduler(Scheduler newScheduler) {
        scheduler = newScheduler;
        return this;
    }

    /** The pool, without instances so far. */
    public AgentPool<T> build() {
        return new AgentPool<>(this);
    }

    private static void log(PoolEvent event) {
        switch (event) {
            case PoolEvent.LeaseOverdue e ->
                LOG.warn("pool {}: the lease of {} is held for {} already", e.pool(), e.borrower(), e.held());
            case PoolEvent.LeaseLeftAtClose e ->
                LOG.warn("pool {} closed without the lease of {}, held for {}", e.pool(), e.borrower(), e.held());
            case PoolEvent.ResetFailed e ->
                LOG.warn("pool {}: an instance that {} returned cannot be reset", e.pool(), e.borrower(), e.cause());
            case PoolEvent.DisposalFailed e ->
                LOG.warn("pool {}: an instance cannot be disposed of", e.pool(), e.cause());
        }
    }
}

package ai.netra.agents.core.cache;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in memory that keeps the live outputs. Where there is no room it drops the one that was neither put nor found for the longest time; one
 * whose time is over stays in memory until it is looked for or dropped so.
 *
 * <p>Forgetting an agent or a user looks at every entry.
 */
public final class InMemoryAgentCache implements AgentCache {
    /** Longer than any process, and short enough to add to any time. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Duration ttl;
    private final int maxEntries;
    private final Scheduler time;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<CacheKey<?>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // by last use
    private long hits;
    private long misses;
    private long evictions;

    private InMemoryAgentCache(Builder builder, Scheduler time) {
        this.ttl = builder.ttl;
        this.maxEntries = builder.maxEntries;
        this.time = time;
    }

    /** Builds a cache. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Duration ttl() {
        return ttl;
    }

    @Override
    @SuppressWarnings("unchecked") // put with this type, which is part of the key
    public <O> Optional<O> find(CacheKey<O> key) {
        return locked(() -> {
            Entry entry = entries.get(key);
            if (entry != null && entry.until - time.nanoTime() > 0) {
                hits++;
                return Optional.of((O) entry.output);
            }
            entries.remove(key);
            misses++;
            return Optional.empty();
        });
    }

    @Override
    public <O> void put(CacheKey<O> key, O output, Duration newTtl) {
        Objects.requireNonNull(output, "output");
        Duration kept = positive("ttl", newTtl);
        long nanos = kept.compareTo(FOREVER) < 0 ? kept.toNanos() : FOREVER.toNanos();
        locked(() -> {
            entries.put(key, new Entry(output, time.nanoTime() + nanos));
            if (entries.size() > maxEntries) {
                entries.pollFirstEntry();
                evictions++;
            }
            return key;
        });
    }

    @Override
    public void forget(CacheKey<?> key) {
        locked(() -> Optional.ofNullable(entries.remove(key)));
    }

    @Override
    public void forget(AgentKey<?> agent) {
        forgetIf(key -> key.agent().name().equals(agent.name()));
    }

    @Override
    public void forget(UserId user) {
        forgetIf(key -> key.user().equals(user));
    }

    private void forgetIf(Predicate<CacheKey<?>> forgotten) {
        locked(() -> entries.keySet().removeIf(forgotten));
    }

    /** How many outputs are kept, those included whose time is over but that were not looked for since. */
    public int size() {
        return locked(entries::size);
    }

    /** What the cache has done, all of the same moment. */
    public CacheCounts counts() {
        return locked(() -> new CacheCounts(hits, misses, evictions));
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Duration positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidDefinitionException(what + " of cached outputs is " + value + "; use a positive duration");
        }
        return value;
    }

    /** An output and when its time is over. */
    private record Entry(Object output, long until) {}

    /** Builds an {@link InMemoryAgentCache}. Not thread-safe. */
    public static final class Builder {
        private Duration ttl = Duration.ofHours(1);
        private int maxEntries = 10_000;
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /**
         * How long an output is kept where whoever puts it there does not say; 3,600 seconds by default.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder ttl(Duration newTtl) {
            ttl = positive("ttl", newTtl);
            return this;
        }

        /**
         * How many outputs are kept at most; 10,000 by default.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder maxEntries(int newMaxEntries) {
            if (newMaxEntries < 1) {
                throw new InvalidDefinitionException(
                        "maxEntries of a cache is " + newMaxEntries + "; use 1 or more, or no cache");
            }
            maxEntries = newMaxEntries;
            return this;
        }

        /** The time by which outputs are kept; the system's by default. Its clock of nanoseconds is read, and nothing else of it used. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The cache, empty. */
        public InMemoryAgentCache build() {
            Scheduler given = scheduler;
            return new InMemoryAgentCache(this, given == null ? SystemScheduler.create() : given);
        }
    }
}

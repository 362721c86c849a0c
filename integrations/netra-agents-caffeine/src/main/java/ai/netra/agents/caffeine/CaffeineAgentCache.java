package ai.netra.agents.caffeine;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.cache.CacheCounts;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Scheduler;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A cache in memory on <a href="https://github.com/ben-manes/caffeine">Caffeine</a> that keeps the live outputs: for many threads, and for keeping what
 * is asked for often, where there is not room for all. An output that is seldom asked for may be dropped as soon as it was put.
 *
 * <p>It starts no thread: what is to be done about outputs whose time is over is done by whoever finds and puts. Forgetting an agent or a user looks at
 * every entry.
 */
public final class CaffeineAgentCache implements AgentCache {
    private final Duration ttl;
    private final Cache<CacheKey<?>, Entry> entries;
    private final LongAdder evictions = new LongAdder();

    private CaffeineAgentCache(Builder builder) {
        this.ttl = builder.ttl;
        this.entries = Caffeine.newBuilder()
                .maximumSize(builder.maxEntries)
                .expireAfter(Expiry.<CacheKey<?>, Entry>writing((key, entry) -> entry.ttl))
                .ticker(builder.ticker)
                .executor(Runnable::run)
                .evictionListener((key, entry, cause) -> count(cause))
                .recordStats()
                .build();
    }

    private void count(RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            evictions.increment();
        }
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
        return Optional.ofNullable(entries.getIfPresent(key)).map(entry -> (O) entry.output);
    }

    @Override
    public <O> void put(CacheKey<O> key, O output, Duration newTtl) {
        entries.put(key, new Entry(Objects.requireNonNull(output, "output"), positive(newTtl)));
    }

    @Override
    public void forget(CacheKey<?> key) {
        entries.invalidate(key);
    }

    @Override
    public void forget(AgentKey<?> agent) {
        entries.asMap().keySet().removeIf(key -> key.agent().name().equals(agent.name()));
    }

    @Override
    public void forget(UserId user) {
        entries.asMap().keySet().removeIf(key -> key.user().equals(user));
    }

    /** What the cache has done so far; exact once nobody uses it. */
    public CacheCounts counts() {
        CacheStats stats = entries.stats();
        return new CacheCounts(stats.hitCount(), stats.missCount(), evictions.sum());
    }

    private static Duration positive(Duration ttl) {
        if (ttl.isZero() || ttl.isNegative()) {
            throw new InvalidDefinitionException("ttl of cached outputs is " + ttl + "; use a positive duration");
        }
        return ttl;
    }

    /** An output and for how long it is kept. */
    private record Entry(Object output, Duration ttl) {}

    /** Builds a {@link CaffeineAgentCache}. Not thread-safe. */
    public static final class Builder {
        private Duration ttl = Duration.ofHours(1);
        private long maxEntries = 10_000;
        private Ticker ticker = Ticker.systemTicker();

        private Builder() {}

        /**
         * How long an output is kept where whoever puts it there does not say; 3,600 seconds by default.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder ttl(Duration newTtl) {
            ttl = positive(newTtl);
            return this;
        }

        /**
         * How many outputs are kept at most; 10,000 by default. Exceeded for a moment while several threads put.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder maxEntries(long newMaxEntries) {
            if (newMaxEntries < 1) {
                throw new InvalidDefinitionException(
                        "maxEntries of a cache is " + newMaxEntries + "; use 1 or more, or no cache");
            }
            maxEntries = newMaxEntries;
            return this;
        }

        /** The time by which outputs are kept; the system's by default. Its clock of nanoseconds is read, and nothing else of it used. */
        public Builder scheduler(Scheduler scheduler) {
            ticker = scheduler::nanoTime;
            return this;
        }

        /** The cache, empty. */
        public CaffeineAgentCache build() {
            return new CaffeineAgentCache(this);
        }
    }
}

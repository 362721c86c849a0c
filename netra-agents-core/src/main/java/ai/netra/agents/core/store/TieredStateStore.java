package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A durable store with a cache in front of it, from which {@link #load(StreamKey)} takes the beginning of a stream.
 *
 * <pre>{@code
 * load(stream)   cache: what it has, as of generation 7, up to version 480
 *                durable store: what is behind version 480 of generation 7?    ← asked each time
 *                  the records 481 to 483     → both together; the cache is put them too
 *                  all of another generation  → that; what the cache had is replaced
 *                  it cannot be reached       → Unavailable, whatever the cache has
 * all else       durable store alone
 * }</pre>
 *
 * <p>So the durable store says what there is, and the cache spares the way of what does not change. It is filled by what was loaded: never by what is
 * not yet acknowledged, and no append waits for it. Nothing that is read writes to the durable store.
 *
 * <p><b>An outage</b> of the cache, or whatever else it throws, fails no call but {@link #erase}: the durable store answers alone. It is counted in
 * {@link #counts()}, logged once as it begins and once as it ends, and told to the listener. Each load waits for the cache as long as the cache does,
 * so give its client short timeouts. Something in the cache that is damaged, another stream's, or further than the durable store is not used, and told.
 *
 * <p><b>Snapshots</b> are among what does not change. One that was kept, or records that were compacted, drop the stream from the cache. Where that does
 * not reach a cache, as it is away or another process's own, {@code load} may give an earlier snapshot, or none, and all records behind it: the same
 * state at greater length, until there is a later snapshot than the cache knows records of.
 *
 * <p><b>Deletion.</b> What was deleted is never given again, as the durable store names another generation, or none. It leaves the cache at once, and
 * where that cannot be reached, or somebody was just loading, when its time is over.
 *
 * <p>Thread-safe, also between processes; they may share the cache, or have one each.
 */
public final class TieredStateStore extends AroundStateStore {
    private final PrefixTier cache;

    private TieredStateStore(Builder builder) {
        super(builder.durable);
        this.cache = new PrefixTier(builder.cache, builder.ttl, builder.maxPrefix, builder.listener);
    }

    /**
     * Builds a store.
     *
     * @param durable what keeps the state; the host's, which it also closes
     * @param cache what may lose it; likewise
     */
    public static Builder builder(StateStore durable, StreamCache cache) {
        return new Builder(durable, cache);
    }

    /** What became of loads so far. Counts of different kinds may be of different moments. */
    public TierCounts counts() {
        return cache.counts();
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        if (!known.equals(StreamPosition.NONE)) {
            return store().load(stream, known);
        }
        Optional<StreamPrefix> prefix = cache.find(stream);
        Loaded loaded = prefix.isPresent() ? load(stream, prefix.get()) : whole(stream);
        cache.keep(stream, prefix.map(StreamPrefix::end).orElse(StreamPosition.NONE), loaded);
        return loaded;
    }

    private Loaded whole(StreamKey stream) {
        cache.missed();
        return store().load(stream);
    }

    private Loaded load(StreamKey stream, StreamPrefix prefix) {
        Loaded rest = store().load(stream, prefix.end());
        if (rest.end().generation() != prefix.end().generation()
                || rest.snapshot().isPresent()) {
            cache.missed();
            return rest; // which is all
        }
        if (rest.tail().size() != rest.end().version() - prefix.end().version()) {
            cache.refuse(
                    stream,
                    "it goes to version " + prefix.end().version() + ", and the durable store to "
                            + rest.end().version() + "; see whether that lost what it had acknowledged");
            return whole(stream);
        }
        cache.hit();
        return prefix.with(rest);
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        boolean kept = store().keep(stream, generation, snapshot);
        if (kept) {
            cache.forget(stream);
        }
        return kept;
    }

    @Override
    public long compact(StreamKey stream) {
        long forgotten = store().compact(stream);
        if (forgotten > 0) {
            cache.forget(stream);
        }
        return forgotten;
    }

    @Override
    public boolean delete(StreamKey stream) {
        boolean deleted = store().delete(stream);
        cache.forget(stream);
        return deleted;
    }

    /**
     * As it promises to leave nothing, this is the one call that fails where the cache does.
     *
     * @throws StoreException.Unavailable if the durable store cannot be reached; or the cache, when the durable store has erased the user. Erase again
     */
    @Override
    public long erase(UserId user) {
        long erased = store().erase(user);
        cache.forget(user);
        return erased;
    }

    /** Builds a {@link TieredStateStore}. Not thread-safe. */
    public static final class Builder {
        private final StateStore durable;
        private final StreamCache cache;
        private Duration ttl = Duration.ofHours(1);
        private int maxPrefix = 8 << 20;
        private Consumer<? super TierEvent> listener = event -> {};

        private Builder(StateStore durable, StreamCache cache) {
            this.durable = Objects.requireNonNull(durable, "durable");
            this.cache = Objects.requireNonNull(cache, "cache");
        }

        /**
         * How long the cache has a stream that nobody loads; 3,600 seconds by default.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder ttl(Duration newTtl) {
            if (!newTtl.isPositive()) {
                throw new InvalidDefinitionException(
                        "ttl of a tiered store is " + newTtl + "; use a positive duration");
            }
            ttl = newTtl;
            return this;
        }

        /**
         * How many bytes of a stream the cache is given; 8 MiB by default. Of a longer one it has the beginning.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder maxPrefix(int bytes) {
            if (bytes < 1) {
                throw new InvalidDefinitionException(
                        "maxPrefix of a tiered store is " + bytes + " bytes; use 1 or more, or no cache");
            }
            maxPrefix = bytes;
            return this;
        }

        /** Who is told what is wrong with the cache; nobody by default. Called by whoever uses the store, so it returns soon. What it throws is logged. */
        public Builder listener(Consumer<? super TierEvent> newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /** The store. Asks neither of its tiers. */
        public TieredStateStore build() {
            return new TieredStateStore(this);
        }
    }
}

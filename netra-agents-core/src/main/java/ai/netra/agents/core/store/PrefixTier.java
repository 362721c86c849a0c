package ai.netra.agents.core.store;

import ai.netra.agents.UserId;
import ai.netra.agents.core.store.TierEvent.CacheLost;
import ai.netra.agents.core.store.TierEvent.CacheRegained;
import ai.netra.agents.core.store.TierEvent.PrefixRefused;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cache of streams that may fail: nothing fails of it, and nothing of that goes unnoticed. Thread-safe. */
final class PrefixTier {
    private static final Logger LOG = LoggerFactory.getLogger(TieredStateStore.class);

    private final StreamCache cache;
    private final Duration ttl;
    private final int maxPrefix;
    private final Consumer<? super TierEvent> listener;
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Call> failing = EnumSet.noneOf(Call.class); // guarded, as is the next
    private long failuresInARow;

    /** A cache that is full may answer the one and refuse the other, so each is back when one of its own succeeds. */
    private enum Call {
        FIND,
        CHANGE
    }

    PrefixTier(StreamCache cache, Duration ttl, int maxPrefix, Consumer<? super TierEvent> listener) {
        this.cache = cache;
        this.ttl = ttl;
        this.maxPrefix = maxPrefix;
        this.listener = listener;
    }

    /** What there is of a stream, if it can be used. */
    Optional<StreamPrefix> find(StreamKey stream) {
        Optional<byte[]> bytes;
        try {
            bytes = cache.find(stream, ttl);
        } catch (RuntimeException e) {
            failed(Call.FIND, e);
            return Optional.empty();
        }
        succeeded(Call.FIND);
        Optional<StreamPrefix> prefix = bytes.flatMap(known -> StreamPrefix.decode(stream, known));
        if (bytes.isPresent() && prefix.isEmpty()) {
            refuse(stream, "it is damaged, or not what was put there for this stream");
        }
        return prefix;
    }

    void hit() {
        hits.incrementAndGet();
    }

    void missed() {
        misses.incrementAndGet();
    }

    void refuse(StreamKey stream, String reason) {
        refused.incrementAndGet();
        LOG.warn("what the cache had of {} was not used: {}", stream, reason);
        tell(new PrefixRefused(stream, reason));
    }

    /** Keeps what was loaded of a stream, if there is more of it than what is known to be kept; nothing of one that is not there. */
    void keep(StreamKey stream, StreamPosition kept, Loaded loaded) {
        if (loaded.end().equals(StreamPosition.NONE)) {
            if (!kept.equals(StreamPosition.NONE)) {
                forget(stream);
            }
        } else if (!isFailing(Call.FIND)) { // or it would be waited for twice
            change(() -> put(stream, kept, loaded));
        }
    }

    private boolean put(StreamKey stream, StreamPosition kept, Loaded loaded) {
        Optional<StreamPrefix> longer = StreamPrefix.of(loaded, maxPrefix)
                .filter(prefix -> prefix.end().generation() != kept.generation()
                        || prefix.end().version() > kept.version());
        longer.ifPresent(prefix -> cache.put(stream, prefix.encode(stream), ttl));
        return longer.isPresent();
    }

    void forget(StreamKey stream) {
        change(() -> {
            cache.forget(stream);
            return true;
        });
    }

    /** Does what says whether the cache was asked for anything. */
    private void change(BooleanSupplier change) {
        try {
            if (change.getAsBoolean()) {
                succeeded(Call.CHANGE);
            }
        } catch (RuntimeException e) {
            failed(Call.CHANGE, e);
        }
    }

    /** As nothing is to be left that names the user, this fails where the cache does. */
    void forget(UserId user) {
        try {
            cache.forget(user);
        } catch (RuntimeException e) {
            failed(Call.CHANGE, e);
            throw new StoreException.Unavailable(
                    "the user was erased from the durable store, and the cache failed: it may keep what names the"
                            + " user until its time is over; erase again",
                    e);
        }
        succeeded(Call.CHANGE);
    }

    private boolean isFailing(Call call) {
        return locked(() -> failing.contains(call));
    }

    private void failed(Call call, RuntimeException cause) {
        failures.incrementAndGet();
        boolean first = locked(() -> {
            boolean none = failing.isEmpty();
            failing.add(call);
            failuresInARow++;
            return none;
        });
        if (first) {
            LOG.warn("the cache of streams failed; the durable store answers alone until it is back", cause);
            tell(new CacheLost(cause));
        }
    }

    private void succeeded(Call call) {
        long before = locked(() -> {
            long row = failing.remove(call) && failing.isEmpty() ? failuresInARow : 0;
            failuresInARow -= row;
            return row;
        });
        if (before > 0) {
            LOG.info("the cache of streams is back, after {} calls that failed", before);
            tell(new CacheRegained(before));
        }
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void tell(TierEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error thrown) {
            LOG.warn("the listener of a tiered store failed on {}; the store goes on", event, thrown);
        }
    }

    TierCounts counts() {
        return new TierCounts(hits.get(), misses.get(), refused.get(), failures.get());
    }
}

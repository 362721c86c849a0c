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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong failuresInARow = new AtomicLong(); // the cache is lost as long as there are some

    PrefixTier(StreamCache cache, Duration ttl, int maxPrefix, Consumer<? super TierEvent> listener) {
        this.cache = cache;
        this.ttl = ttl;
        this.maxPrefix = maxPrefix;
        this.listener = listener;
    }

    /** What there is of a stream, if it can be used. */
    Optional<StreamPrefix> find(StreamKey stream) {
        Optional<byte[]> bytes = ask(() -> cache.find(stream, ttl));
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
        } else if (failuresInARow.get() == 0) { // or it would be waited for twice
            ask(() -> StreamPrefix.of(loaded, maxPrefix)
                    .filter(longer -> longer.end().generation() != kept.generation()
                            || longer.end().version() > kept.version())
                    .map(longer -> {
                        cache.put(stream, longer.encode(stream), ttl);
                        return longer;
                    }));
        }
    }

    void forget(StreamKey stream) {
        ask(() -> {
            cache.forget(stream);
            return Optional.empty();
        });
    }

    /** As nothing is to be left that names the user, this fails where the cache does. */
    void forget(UserId user) {
        try {
            cache.forget(user);
        } catch (RuntimeException e) {
            lost(e);
            throw new StoreException.Unavailable(
                    "the user was erased from the durable store, and the cache failed: it may keep what names the"
                            + " user until its time is over; erase again",
                    e);
        }
        regained();
    }

    /** Empty where the cache fails. */
    private <T> Optional<T> ask(Supplier<Optional<T>> question) {
        Optional<T> answer;
        try {
            answer = question.get();
        } catch (RuntimeException e) {
            lost(e);
            return Optional.empty();
        }
        regained();
        return answer;
    }

    private void lost(RuntimeException cause) {
        failures.incrementAndGet();
        if (failuresInARow.getAndIncrement() == 0) {
            LOG.warn("the cache of streams failed; the durable store answers alone until it is back", cause);
            tell(new CacheLost(cause));
        }
    }

    private void regained() {
        long failed = failuresInARow.get() == 0 ? 0 : failuresInARow.getAndSet(0);
        if (failed > 0) {
            LOG.info("the cache of streams is back, after {} calls that failed", failed);
            tell(new CacheRegained(failed));
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

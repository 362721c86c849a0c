package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of streams in memory, for one process. Where there is no room it drops what was neither put nor found for the longest time.
 *
 * <p>Putting something drops what is over at that end too. Forgetting a user looks at every stream. Nothing waits, and nothing fails.
 */
public final class InMemoryStreamCache implements StreamCache {
    /** Longer than any process, and short enough to add to any time. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** What an entry takes besides, more or less. */
    private static final int OVERHEAD = 256;

    private final long maxBytes;
    private final Scheduler time;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<StreamKey, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // by last use
    private long bytes;

    private InMemoryStreamCache(Builder builder, Scheduler time) {
        this.maxBytes = builder.maxBytes;
        this.time = time;
    }

    /** Builds a cache. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<byte[]> find(StreamKey stream, Duration ttl) {
        long nanos = nanos(ttl);
        return locked(() -> {
            Entry entry = entries.get(stream);
            if (entry == null || isOver(entry)) {
                remove(stream);
                return Optional.empty();
            }
            entry.until = time.nanoTime() + nanos;
            return Optional.of(entry.prefix);
        });
    }

    @Override
    public void put(StreamKey stream, byte[] prefix, Duration ttl) {
        long nanos = nanos(ttl);
        locked(() -> {
            remove(stream);
            Entry entry = new Entry(prefix, time.nanoTime() + nanos);
            if (entry.size() <= maxBytes) {
                entries.put(stream, entry);
                bytes += entry.size();
                dropEldest();
            }
            return stream;
        });
    }

    private void dropEldest() {
        Map.Entry<StreamKey, Entry> eldest = entries.firstEntry();
        while (eldest != null && (bytes > maxBytes || isOver(eldest.getValue()))) {
            remove(eldest.getKey());
            eldest = entries.firstEntry();
        }
    }

    @Override
    public void forget(StreamKey stream) {
        locked(() -> remove(stream));
    }

    @Override
    public void forget(UserId user) {
        forgetIf(stream -> stream.user().equals(user));
    }

    private void forgetIf(Predicate<StreamKey> forgotten) {
        locked(() -> {
            entries.keySet().stream().filter(forgotten).toList().forEach(this::remove);
            return entries;
        });
    }

    private boolean remove(StreamKey stream) {
        Entry entry = entries.remove(stream);
        bytes -= entry == null ? 0 : entry.size();
        return entry != null;
    }

    /** How many bytes it holds, what is over and still there included. */
    public long size() {
        return locked(() -> bytes);
    }

    private boolean isOver(Entry entry) {
        return entry.until - time.nanoTime() <= 0;
    }

    private <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(Duration ttl) {
        if (!ttl.isPositive()) {
            throw new InvalidDefinitionException("ttl of a cached stream is " + ttl + "; use a positive duration");
        }
        return ttl.compareTo(FOREVER) < 0 ? ttl.toNanos() : FOREVER.toNanos();
    }

    private static final class Entry {
        private final byte[] prefix;
        private long until;

        private Entry(byte[] prefix, long until) {
            this.prefix = prefix;
            this.until = until;
        }

        private long size() {
            return (long) prefix.length + OVERHEAD;
        }
    }

    /** Builds an {@link InMemoryStreamCache}. Not thread-safe. */
    public static final class Builder {
        private long maxBytes = 64L << 20;
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /**
         * How many bytes it holds at most, with 256 more for each stream; 64 MiB by default. What is larger alone is not taken.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder maxBytes(long newMaxBytes) {
            if (newMaxBytes < 1) {
                throw new InvalidDefinitionException(
                        "maxBytes of a cache of streams is " + newMaxBytes + "; use 1 or more, or no cache");
            }
            maxBytes = newMaxBytes;
            return this;
        }

        /** The time by which it keeps what it keeps; the system's by default. Its clock of nanoseconds is read, and nothing else of it used. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The cache, empty. */
        public InMemoryStreamCache build() {
            Scheduler given = scheduler;
            return new InMemoryStreamCache(this, given == null ? SystemScheduler.create() : given);
        }
    }
}

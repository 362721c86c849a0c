package ai.netra.agents.tests.store;

import ai.netra.agents.UserId;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A cache without bounds that can be cut off, and shows what it has, so that others can change it. */
final class UnreliableStreamCache implements StreamCache {
    private final ConcurrentMap<StreamKey, byte[]> entries = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean full;

    Map<StreamKey, byte[]> entries() {
        return entries;
    }

    void away(Runnable meanwhile) {
        away = true;
        meanwhile.run();
        away = false;
    }

    /** Takes nothing more, and has what it has. */
    void full(Runnable meanwhile) {
        full = true;
        meanwhile.run();
        full = false;
    }

    private void reached() {
        if (away) {
            throw new StoreException.Unavailable("away", new IllegalStateException("by the test"));
        }
    }

    @Override
    public Optional<byte[]> find(StreamKey stream, Duration ttl) {
        reached();
        return Optional.ofNullable(entries.get(stream));
    }

    @Override
    public void put(StreamKey stream, byte[] prefix, Duration ttl) {
        reached();
        if (full) {
            throw new StoreException.Unavailable("full", new IllegalStateException("by the test"));
        }
        entries.put(stream, prefix);
    }

    @Override
    public void forget(StreamKey stream) {
        reached();
        entries.remove(stream);
    }

    @Override
    public void forget(UserId user) {
        reached();
        entries.keySet().removeIf(stream -> stream.user().equals(user));
    }
}

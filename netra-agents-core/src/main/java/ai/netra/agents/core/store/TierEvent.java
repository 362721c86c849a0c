package ai.netra.agents.core.store;

import ai.netra.agents.store.StreamKey;

/** Something wrong with the cache of a {@link TieredStateStore}, which no call reports by an exception as none fails of it. */
public sealed interface TierEvent {
    /**
     * The cache failed; the durable store answers alone. Told once, until the cache is back.
     *
     * @param cause what it threw
     */
    record CacheLost(Throwable cause) implements TierEvent {}

    /**
     * The cache answers again.
     *
     * @param failures how many calls of it failed meanwhile
     */
    record CacheRegained(long failures) implements TierEvent {}

    /**
     * What the cache had of a stream was not used, and the whole stream loaded from the durable store.
     *
     * @param stream which one
     * @param reason what is wrong with it
     */
    record PrefixRefused(StreamKey stream, String reason) implements TierEvent {}
}

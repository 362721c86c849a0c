package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps the beginnings of streams for a while, so that not all of a stream is loaded from its {@link StateStore} each time. Implement me; the testkit's
 * {@code StreamCacheContract} says when it is done.
 *
 * <p>What is kept is bytes, opaque to the cache: it gives back the last ones put, whole, or nothing. It is bounded and may drop anything at any time,
 * and nobody takes what it has for the state: that is the store's. Arrays given and taken are changed by nobody.
 *
 * <p>Thread-safe, and between processes if it is shared. A cache that cannot be reached throws a {@link StoreException.Unavailable}, and does not say
 * that it has nothing.
 */
public interface StreamCache {
    /**
     * What was last put for a stream.
     *
     * @param ttl for how long it is kept from now on
     * @throws InvalidDefinitionException if the time is zero or negative
     */
    Optional<byte[]> find(StreamKey stream, Duration ttl);

    /**
     * Keeps the beginning of a stream, in the place of an earlier one; or none, if it is larger than the cache takes.
     *
     * @param ttl for how long, from now
     * @throws InvalidDefinitionException if the time is zero or negative
     */
    void put(StreamKey stream, byte[] prefix, Duration ttl);

    /** Drops what it has of a stream. */
    void forget(StreamKey stream);

    /** Drops what it has of a user's streams, and leaves nothing that names the user. */
    void forget(UserId user);
}

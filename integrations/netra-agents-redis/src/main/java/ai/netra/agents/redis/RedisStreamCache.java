package ai.netra.agents.redis;

import static ai.netra.agents.redis.RedisNames.ascii;
import static ai.netra.agents.redis.RedisNames.escaped;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * A cache of streams on Redis 6.2 or newer, for processes that share them. Redis drops them when their time is over, and may drop them earlier: a server
 * that evicts keys serves it well, another than that of a {@link RedisStateStore}. A stream takes one key, of as many bytes as are put.
 *
 * <p>Each call is one round trip; forgetting a user is one more for each hundred of their streams. Thread-safe, also between processes. It opens nothing:
 * the client is the host's, which also closes it.
 */
public final class RedisStreamCache implements StreamCache {
    private static final LuaScript FIND = LuaScript.named("stream-find");
    private static final LuaScript PUT = LuaScript.named("stream-put");
    private static final LuaScript FORGET = LuaScript.named("cache-forget");

    private final RedisCalls redis;
    private final RedisNames names;

    private RedisStreamCache(Builder builder) {
        this.redis = builder.redis;
        this.names = new RedisNames(builder.prefix);
    }

    /**
     * Builds a cache.
     *
     * @param client the host's: a {@code RedisClient}, {@code RedisSentinelClient} or {@code RedisClusterClient}. Each load waits for it, so its timeouts
     *     are short, and its pool has one too, its {@code maxWait}
     * @throws InvalidDefinitionException if the pool waits without limit: virtual threads may wait for ever then
     */
    public static Builder builder(UnifiedJedis client) {
        return new Builder(client);
    }

    @Override
    public Optional<byte[]> find(StreamKey stream, Duration ttl) {
        return Optional.ofNullable(run(FIND, stream, milliseconds(ttl))).map(RedisReplies::bytes);
    }

    @Override
    public void put(StreamKey stream, byte[] prefix, Duration ttl) {
        run(PUT, stream, milliseconds(ttl), prefix);
    }

    @Override
    public void forget(StreamKey stream) {
        run(FORGET, stream);
    }

    @Override
    public void forget(UserId user) {
        redis.forgetAll(streams(user), name -> stream(user, name));
    }

    private @Nullable Object run(LuaScript script, StreamKey stream, byte[]... arguments) {
        String name = escaped(stream.thread().value())
                + (stream instanceof StreamKey.OfRun run
                        ? ":" + escaped(run.run().value())
                        : "");
        List<byte[]> all = new ArrayList<>(List.of(arguments));
        all.addFirst(ascii(name));
        return redis.run(script, List.of(ascii(stream(stream.user(), name)), ascii(streams(stream.user()))), all);
    }

    private String stream(UserId user, String name) {
        return names.shard(user) + "stream:" + escaped(user.value()) + ":" + name;
    }

    private String streams(UserId user) {
        return names.shard(user) + "streams:" + escaped(user.value());
    }

    private static byte[] milliseconds(Duration ttl) {
        if (!ttl.isPositive()) {
            throw new InvalidDefinitionException("ttl of a cached stream is " + ttl + "; use a positive duration");
        }
        return ascii(Long.toString(RedisCalls.milliseconds(ttl)));
    }

    /** Builds a {@link RedisStreamCache}. Not thread-safe. */
    public static final class Builder {
        private final RedisCalls redis;
        private String prefix = "netra-streams";

        private Builder(UnifiedJedis client) {
            this.redis = new RedisCalls(client);
        }

        /**
         * What all keys begin with, before a colon; {@code netra-streams} by default. Caches of different prefixes on one server know nothing of each
         * other.
         *
         * @throws InvalidDefinitionException unless it is 1 to 64 letters, digits, {@code _}, {@code .}, {@code :} or {@code -}
         */
        public Builder prefix(String newPrefix) {
            new RedisNames(newPrefix);
            prefix = newPrefix;
            return this;
        }

        /** The cache, with what it finds under its prefix. Does not ask the server. */
        public RedisStreamCache build() {
            return new RedisStreamCache(this);
        }
    }
}

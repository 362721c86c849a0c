package ai.netra.agents.redis;

import static ai.netra.agents.redis.RedisNames.ascii;
import static ai.netra.agents.redis.RedisNames.escaped;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.tools.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * A cache on Redis 6.2 or newer that keeps outputs as JSON, for processes that share them. Redis drops them when their time is over, counted in
 * milliseconds and rounded up, and may drop them earlier: a server that evicts keys serves it well, another than that of a {@link RedisStateStore}.
 *
 * <p>Finding, putting and forgetting one output is one round trip. Forgetting a user is one, and one for each hundred of their outputs, which are
 * deleted; forgetting an agent is one for each of 64 shards of users, and its outputs are found no more, though Redis has them until their time is over.
 * No command looks at all keys.
 *
 * <p>Thread-safe, also between processes. A server that cannot be reached is a {@link StoreException.Unavailable}; an output that does not fit its type
 * any more is a {@link ai.netra.agents.tools.json.JsonException}. It opens nothing: the client is the host's, which also closes it.
 */
public final class RedisAgentCache implements AgentCache {
    private static final LuaScript FIND = LuaScript.named("cache-find");
    private static final LuaScript PUT = LuaScript.named("cache-put");
    private static final LuaScript FORGET = LuaScript.named("cache-forget");

    private final RedisCalls redis;
    private final RedisNames names;
    private final JsonCodec codec;
    private final Duration ttl;

    private RedisAgentCache(Builder builder) {
        this.redis = builder.redis;
        this.names = new RedisNames(builder.prefix);
        this.codec = builder.codec;
        this.ttl = builder.ttl;
    }

    /**
     * Builds a cache.
     *
     * @param client the host's: a {@code RedisClient}, {@code RedisSentinelClient} or {@code RedisClusterClient}, with timeouts that an agent can wait,
     *     and a pool with one too, its {@code maxWait}
     * @param codec that of the runtime, which knows the types of outputs
     * @throws InvalidDefinitionException if the pool waits without limit: virtual threads may wait for ever then
     */
    public static Builder builder(UnifiedJedis client, JsonCodec codec) {
        return new Builder(client, codec);
    }

    @Override
    public Duration ttl() {
        return ttl;
    }

    @Override
    @SuppressWarnings("unchecked") // put with this type, which is part of the name
    public <O> Optional<O> find(CacheKey<O> key) {
        @Nullable Object json = run(FIND, key);
        return json == null
                ? Optional.empty()
                : Optional.of((O) codec.decode(
                        new String(RedisReplies.bytes(json), StandardCharsets.UTF_8),
                        key.agent().type()));
    }

    @Override
    public <O> void put(CacheKey<O> key, O output, Duration newTtl) {
        long milliseconds = RedisCalls.milliseconds(positive(newTtl));
        String json = codec.encode(output, key.agent().type());
        run(
                PUT,
                key,
                ascii(Long.toString(milliseconds)),
                ascii(UUID.randomUUID().toString()),
                withoutLoneSurrogates(json).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void forget(CacheKey<?> key) {
        run(FORGET, key);
    }

    @Override
    public void forget(AgentKey<?> agent) {
        for (String shard : names.shards()) {
            redis.ask(jedis -> jedis.unlink(token(shard, agent)));
        }
    }

    @Override
    public void forget(UserId user) {
        redis.forgetAll(outputs(user), name -> output(user, name));
    }

    private @Nullable Object run(LuaScript script, CacheKey<?> key, byte[]... arguments) {
        String name = name(key);
        List<byte[]> keys = List.of(
                ascii(output(key.user(), name)),
                ascii(outputs(key.user())),
                ascii(token(names.shard(key.user()), key.agent())));
        byte[][] all = new byte[arguments.length + 1][];
        all[0] = ascii(name);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return redis.run(script, keys, List.of(all));
    }

    /** Among the outputs of the user; different for different types, so that none is read as another. */
    private String name(CacheKey<?> key) {
        return key.agent().name() + ":" + key.hash() + ":"
                + codec.sha256(key.agent().type().getTypeName());
    }

    private String output(UserId user, String name) {
        return names.shard(user) + "output:" + escaped(user.value()) + ":" + name;
    }

    private String outputs(UserId user) {
        return names.shard(user) + "outputs:" + escaped(user.value());
    }

    /** What an agent's outputs in a shard begin with, as long as it is not forgotten. */
    private static String token(String shard, AgentKey<?> agent) {
        return shard + "agent:" + agent.name();
    }

    /** The same JSON, with what UTF-8 cannot hold, and a text of Java can, as escapes. */
    private static String withoutLoneSurrogates(String json) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                escaped.appendCodePoint(point);
            }
        });
        return escaped.toString();
    }

    private static Duration positive(Duration ttl) {
        if (!ttl.isPositive()) {
            throw new InvalidDefinitionException("ttl of cached outputs is " + ttl + "; use a positive duration");
        }
        return ttl;
    }

    /** Builds a {@link RedisAgentCache}. Not thread-safe. */
    public static final class Builder {
        private final RedisCalls redis;
        private final JsonCodec codec;
        private String prefix = "netra-cache";
        private Duration ttl = Duration.ofHours(1);

        private Builder(UnifiedJedis client, JsonCodec codec) {
            this.redis = new RedisCalls(client);
            this.codec = Objects.requireNonNull(codec, "codec");
        }

        /**
         * What all keys begin with, before a colon; {@code netra-cache} by default. Caches of different prefixes on one server know nothing of each
         * other.
         *
         * @throws InvalidDefinitionException unless it is 1 to 64 letters, digits, {@code _}, {@code .}, {@code :} or {@code -}
         */
        public Builder prefix(String newPrefix) {
            new RedisNames(newPrefix);
            prefix = newPrefix;
            return this;
        }

        /**
         * How long an output is kept where whoever puts it there does not say; 3,600 seconds by default.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Builder ttl(Duration newTtl) {
            ttl = positive(newTtl);
            return this;
        }

        /** The cache, with what it finds under its prefix. Does not ask the server. */
        public RedisAgentCache build() {
            return new RedisAgentCache(this);
        }
    }
}

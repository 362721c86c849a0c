package ai.netra.agents.redis;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.StoreException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.Pool;

/** Asks Redis, and says what it means when there is no answer. */
final class RedisCalls {
    /** What servers say that cannot serve now, but may later or elsewhere. */
    private static final Pattern UNAVAILABLE = Pattern.compile("\\b(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK"
            + "|READONLY|BUSY|OOM|MISCONF|NOREPLICAS|UNKILLABLE)\\b|max number of clients");

    /** What they say where keys are not what scripts made of them. */
    private static final Pattern CORRUPT = Pattern.compile("\\bWRONGTYPE\\b|target stream top item|not an integer");

    private static final LuaScript FORGET_USER = LuaScript.named("cache-forget-user");
    private static final int BATCH = 100;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final UnifiedJedis client;

    /** Refuses a client that may wait for a connection without end. */
    RedisCalls(UnifiedJedis client) {
        this.client = Objects.requireNonNull(client, "client");
        if (pools(client).stream().anyMatch(RedisCalls::waitsWithoutLimit)) {
            throw new InvalidDefinitionException("the pool of the client waits for a connection without limit, and"
                    + " where all of them are taken and one is being made, that wait is a loop that leaves virtual"
                    + " threads no processor; give the client a poolConfig with a maxWait, say that of its timeouts");
        }
    }

    /** Those that clients tell of: not those of a client of another kind. */
    private static Collection<? extends Pool<?>> pools(UnifiedJedis client) {
        return switch (client) {
            case RedisClient single -> List.of(single.getPool());
            case RedisClusterClient cluster -> cluster.getClusterNodes().values();
            case RedisSentinelClient sentinel ->
                sentinel.getPrimaryNodesConnectionMap().values();
            default -> List.of();
        };
    }

    /** As of Commons Pool 2.12 and 2.13, whose {@code create} does not wait at all where no time to wait is left. */
    private static boolean waitsWithoutLimit(Pool<?> pool) {
        return pool.getMaxTotal() >= 0 && !pool.getMaxWaitDuration().isPositive();
    }

    /** What a script answers; empty where that is nothing. */
    @Nullable
    Object run(LuaScript script, List<byte[]> keys, List<byte[]> arguments) {
        return ask(jedis -> script.run(jedis, keys, arguments));
    }

    <T extends @Nullable Object> T ask(Function<UnifiedJedis, T> question) {
        try {
            return question.apply(client);
        } catch (JedisDataException e) {
            throw refused(e);
        } catch (JedisException | IllegalStateException e) { // the latter of a pool that is closed
            if (isInterrupt(e)) {
                Thread.currentThread().interrupt(); // Jedis forgets it where it waits for a connection
            }
            throw new StoreException.Unavailable("Redis cannot be reached: " + e.getMessage(), e);
        }
    }

    /** Makes all that is listed under a key unfindable, then deletes it. */
    void forgetAll(String names, UnaryOperator<String> key) {
        List<String> keys = RedisReplies.list(run(FORGET_USER, List.of(RedisNames.ascii(names)), List.of())).stream()
                .map(name -> key.apply(RedisReplies.text(name)))
                .toList();
        for (int i = 0; i < keys.size(); i += BATCH) {
            String[] batch = keys.subList(i, Math.min(i + BATCH, keys.size())).toArray(String[]::new);
            ask(jedis -> jedis.unlink(batch));
        }
    }

    /** For how long Redis keeps something: rounded up, and no longer than it can count. */
    static long milliseconds(Duration ttl) {
        return ttl.compareTo(LONGEST) > 0
                ? LONGEST.toMillis()
                : ttl.plusNanos(999_999).toMillis();
    }

    private static StoreException refused(JedisDataException e) {
        String message = String.valueOf(e.getMessage());
        if (UNAVAILABLE.matcher(message).find()) {
            return new StoreException.Unavailable("Redis does not serve now: " + message, e);
        }
        if (CORRUPT.matcher(message).find()) {
            return new StoreException.Corrupt(
                    "a key in Redis is not what it was made: " + message + "; keep others from using the prefix", e);
        }
        return new StoreException.NotReady(
                "Redis refuses what it is asked: " + message
                        + "; use a server of version 6.2 or newer, and a user who may run scripts on keys of the"
                        + " prefix",
                e);
    }

    private static boolean isInterrupt(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}

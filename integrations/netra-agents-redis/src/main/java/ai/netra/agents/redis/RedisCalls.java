package ai.netra.agents.redis;

import ai.netra.agents.store.StoreException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Asks Redis, and says what it means when there is no answer. */
final class RedisCalls {
    /** What servers say that cannot serve now, but may later or elsewhere. */
    private static final Pattern UNAVAILABLE = Pattern.compile("\\b(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|MOVED|ASK"
            + "|READONLY|BUSY|OOM|MISCONF|NOREPLICAS|UNKILLABLE)\\b|max number of clients");

    /** What they say where keys are not what scripts made of them. */
    private static final Pattern CORRUPT = Pattern.compile("\\bWRONGTYPE\\b|target stream top item|not an integer");

    private final UnifiedJedis client;

    RedisCalls(UnifiedJedis client) {
        this.client = client;
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

package ai.netra.agents.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script that a Redis server runs whole, with nothing in between. It is sent once to each server, and named by its hash from then on. */
final class LuaScript {
    private final byte[] text;
    private final byte[] sha;

    private LuaScript(byte[] text) {
        this.text = text;
        this.sha = RedisNames.ascii(sha1(text));
    }

    /** The one of this name, from the resources beside this class. */
    static LuaScript named(String name) {
        try (InputStream resource = LuaScript.class.getResourceAsStream(name + ".lua")) {
            if (resource == null) {
                throw new AssertionError(name + ".lua is not beside " + LuaScript.class);
            }
            return new LuaScript(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    Object run(UnifiedJedis client, List<byte[]> keys, List<byte[]> arguments) {
        try {
            return client.evalsha(sha, keys, arguments);
        } catch (JedisNoScriptException e) {
            return client.eval(text, keys, arguments);
        }
    }

    /** By which Redis names scripts. */
    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}

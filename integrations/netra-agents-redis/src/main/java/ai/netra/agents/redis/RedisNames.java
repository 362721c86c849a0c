package ai.netra.agents.redis;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How keys are named: {@code prefix:{17}:what:id:id}. The number in braces is the shard of the user, the same for all that is kept of them. A cluster
 * keeps all keys of a shard in one slot, so that a script may change several of them at once.
 *
 * <p>Shards are neither one per user nor one per stream: so an index across all users, of leases say, is one key per shard, changed at once with what
 * it lists and found by asking each of a known and small number of shards.
 */
final class RedisNames {
    /** Part of where things are: another number, and nothing is found any more. */
    private static final int SHARDS = 64;

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    private final String prefix;

    RedisNames(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new InvalidDefinitionException("prefix '" + prefix
                    + "' of Redis keys is malformed; use 1 to 64 letters, digits, '_', '.', ':' or '-'");
        }
        this.prefix = prefix;
    }

    /** A key that belongs to no shard. */
    String global(String what) {
        return prefix + ":" + what;
    }

    /** What the keys of a user's shard begin with. */
    String shard(UserId user) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ascii(escaped(user.value())));
            return shard(Math.floorMod(digest[0], SHARDS));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** What the keys of each shard begin with. */
    List<String> shards() {
        return IntStream.range(0, SHARDS).mapToObj(this::shard).toList();
    }

    private String shard(int number) {
        return String.format(Locale.ROOT, "%s:{%02d}:", prefix, number);
    }

    /**
     * An id as part of a key: ASCII letters, digits, {@code -}, {@code _} and {@code .} as they are, any other UTF-16 unit as {@code %} and four hexadecimal
     * digits. No two ids have the same, not even those that are no valid Unicode, and none contains a colon or a brace.
     */
    static String escaped(String id) {
        StringBuilder escaped = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char unit = id.charAt(i);
            if (isPlain(unit)) {
                escaped.append(unit);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%04x", (int) unit));
            }
        }
        return escaped.toString();
    }

    /** The id that was escaped. */
    static String unescaped(String escaped) {
        StringBuilder id = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                id.append((char) Integer.parseInt(escaped, i + 1, i + 5, 16));
                i += 4;
            } else {
                id.append(escaped.charAt(i));
            }
        }
        return id.toString();
    }

    private static boolean isPlain(char unit) {
        return (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || unit == '-'
                || unit == '_'
                || unit == '.';
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

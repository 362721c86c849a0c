package ai.netra.agents.spi;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a cached output is found by: whose it is, which agent's, and a digest of everything else that it depends on.
 *
 * <p>Two keys are equal when user, agent (name and type of output) and hash are.
 *
 * @param user who the output was made for; nobody else finds it
 * @param agent the agent whose output it is, with the output's type for stores that encode it
 * @param hash the SHA-256 of the input, the agent's version, its model and the version of its prompt: 64 lower-case hexadecimal digits
 * @param <O> the type of the output
 */
public record CacheKey<O>(UserId user, AgentKey<O> agent, String hash) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat HEX = HexFormat.of();

    /**
     * Checks the hash.
     *
     * @throws InvalidDefinitionException if it is not 64 lower-case hexadecimal digits
     */
    public CacheKey {
        if (!SHA_256.matcher(hash).matches()) {
            throw new InvalidDefinitionException("hash '" + hash + "' of a cache key of agent " + agent.name()
                    + " is malformed; use a SHA-256 as 64 lower-case hexadecimal digits");
        }
    }

    /**
     * The key as text, for stores that keep it so: {@code agent_cache:{agent}:{user}:{hash}}. Keys of different users, agents' names or hashes have
     * different texts, whatever characters a user id holds; the type of the output is not part of it.
     *
     * <p>It is ASCII without blanks or wild cards: of the user id, letters, digits, {@code _}, {@code -}, {@code .} and {@code @} stand for
     * themselves, and any other UTF-16 unit is {@code %} and four hexadecimal digits.
     */
    public String text() {
        return "agent_cache:" + agent.name() + ":" + escaped(user.value()) + ":" + hash;
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (isPlain(unit)) {
                escaped.append(unit);
            } else {
                escaped.append('%').append(HEX.toHexDigits(unit));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char unit) {
        return (unit >= 'a' && unit <= 'z')
                || (unit >= 'A' && unit <= 'Z')
                || (unit >= '0' && unit <= '9')
                || "_-.@".indexOf(unit) >= 0;
    }

    /** As {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}

package ai.netra.agents.http;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The key that a provider knows its customer by. It is asked for at each call, so that it may change, and never printed: {@link #toString()} has
 * nothing of it. Immutable; thread-safe if its supplier is.
 */
public final class ApiKey {
    private static final ApiKey NONE = new ApiKey("no API key", () -> "");

    private final String description;
    private final Supplier<String> key;

    private ApiKey(String description, Supplier<String> key) {
        this.description = description;
        this.key = key;
    }

    /**
     * A key in memory.
     *
     * @throws InvalidDefinitionException if it is blank, or has characters that no header may have
     */
    public static ApiKey of(String key) {
        String clean = key.strip();
        if (clean.isEmpty() || !isPrintable(clean)) {
            throw new InvalidDefinitionException(
                    "the API key is blank, or has characters that no header may have; use it as the provider gave it");
        }
        return new ApiKey("API key", () -> clean);
    }

    /**
     * The key in an environment variable, read now.
     *
     * @throws InvalidDefinitionException if the variable is not set or blank, or has characters that no header may have
     */
    public static ApiKey fromEnvironment(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new InvalidDefinitionException("no API key: the environment variable " + variable
                    + " is not set; set it, or give the client a key with apiKey(...)");
        }
        return of(value);
    }

    /** A key from elsewhere, a vault say, asked for before each call on its thread. So the supplier answers from memory, mostly. */
    public static ApiKey from(Supplier<String> supplier) {
        return new ApiKey("API key from a supplier", supplier);
    }

    /** No key, for servers that want none. */
    public static ApiKey none() {
        return NONE;
    }

    /** The key now; empty where there is none. */
    Optional<String> current() {
        String now;
        try {
            now = key.get();
        } catch (RuntimeException failed) { // its message may hold what this library must not print
            throw new LlmException.Authentication("the supplier of the API key failed with "
                    + failed.getClass().getName());
        }
        if (now == null || !isPrintable(now.strip())) {
            throw new LlmException.Authentication(
                    "the supplier of the API key gave null, or characters that no header may have");
        }
        return Optional.of(now.strip()).filter(text -> !text.isEmpty());
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** Where the key comes from, never the key. */
    @Override
    public String toString() {
        return description;
    }
}

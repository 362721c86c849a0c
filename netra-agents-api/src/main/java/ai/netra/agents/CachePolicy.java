package ai.netra.agents;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long an agent's outputs may be used again for the same user and the same input: message, attributes, the previous value and the outputs it
 * reads, under the same name, output type and version of the agent.
 *
 * <p>Only a success is kept. Several activations that want the same output at the same time make one call: the first does the work, the others wait for
 * it, no longer than an attempt of theirs may take. Where it failed or took longer, each does the work itself; where it was cancelled, one of them does it
 * for all. Immutable; each method returns a changed copy.
 */
public final class CachePolicy {
    private static final CachePolicy DEFAULTS = new CachePolicy(null, Map.of());

    private final @Nullable Duration ttl;
    private final Map<String, String> variants;

    private CachePolicy(@Nullable Duration ttl, Map<String, String> variants) {
        this.ttl = ttl;
        this.variants = variants;
    }

    /** Outputs may be used for as long as the cache keeps them: an hour by default. */
    public static CachePolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Outputs may be used this long.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public CachePolicy ttl(Duration newTtl) {
        return new CachePolicy(Limits.positive("cache ttl", newTtl), variants);
    }

    /** With one more thing that tells outputs apart, such as the model or the version of the prompt. */
    public CachePolicy varyBy(String name, String value) {
        TreeMap<String, String> more = new TreeMap<>(variants);
        more.put(name, value);
        return new CachePolicy(ttl, Map.copyOf(more));
    }

    /** How long outputs may be used, where this is not left to the cache. */
    public Optional<Duration> ttl() {
        return Optional.ofNullable(ttl);
    }

    /** What else tells outputs apart, by name. */
    public Map<String, String> variants() {
        return variants;
    }
}

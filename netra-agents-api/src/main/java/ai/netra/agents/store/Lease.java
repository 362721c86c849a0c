package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;

/**
 * How long the writer of a run is taken to be alive without a word, by the store's clock. Stores may count in milliseconds.
 *
 * @param time 1 millisecond to 1 day
 */
public record Lease(Duration time) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses what is too short or too long. */
    public Lease {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new InvalidDefinitionException("a lease of " + time + "; use " + SHORTEST + " to " + LONGEST);
        }
    }

    /** As the constructor. */
    public static Lease of(Duration time) {
        return new Lease(time);
    }
}

package ai.netra.agents.suite.quantity;

import java.util.Objects;

/**
 * Where a figure came from, from the strongest to the weakest.
 *
 * <p>A figure computed from others is as strong as its weakest part: tokens that were measured times a price that was assumed is assumed. See
 * {@link #weakest(Provenance)}.
 */
public enum Provenance {
    /** Read or counted from data that the host supplied. */
    MEASURED,
    /** Said by the user or by the host's own configuration, and taken as said. */
    USER_STATED,
    /** The result of a method that models what was not observed; the basis names the method. */
    ESTIMATED,
    /** A default or an illustration that nobody vouched for; the basis names it. */
    ASSUMED;

    /** The weaker of this and another, which is the provenance of anything computed from both. */
    public Provenance weakest(Provenance other) {
        Objects.requireNonNull(other, "other");
        return compareTo(other) >= 0 ? this : other;
    }
}

package ai.netra.agents.suite.sufficiency;

import java.util.Locale;

/** How much a {@link DataPoint} matters. Weights are kept in tenths, so that scores at a threshold are exact. */
public enum PointTier {
    /** Mandatory: without it no more than a minimal answer can be given. Weight 1.0. */
    PRIMARY(10),
    /** Says what the figures belong to. Weight 0.7. */
    CONTEXT(7),
    /** Says how the figures were before. Weight 0.5. */
    HISTORICAL(5),
    /** Says how figures depend on each other. Weight 0.3. */
    RELATIONSHIP(3);

    private final int tenths;

    PointTier(int tenths) {
        this.tenths = tenths;
    }

    /** The weight, times ten. */
    public int tenths() {
        return tenths;
    }

    /** The name in JSON, such as {@code primary}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

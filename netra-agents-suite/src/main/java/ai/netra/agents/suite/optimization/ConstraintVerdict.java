package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** How something stands with a constraint. */
public enum ConstraintVerdict {
    /** The figures keep it. */
    MET,
    /** The figures break it. */
    NOT_MET,
    /** The data does not say; the check says what would. */
    NOT_VERIFIABLE;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package ai.netra.agents.suite.sufficiency;

/** How far the data at hand carries. The bounds are half-open: a score of exactly 0.30 is {@link #MINIMAL}. */
public enum SufficiencyState {
    /** Not assessed, or nothing was asked for. Never counts as sufficient. */
    UNKNOWN,
    /** A score below 0.30. */
    INSUFFICIENT,
    /** A score from 0.30 to below 0.50, or a better one with a primary point missing. */
    MINIMAL,
    /** A score from 0.50 to below 0.80. */
    SUFFICIENT,
    /** A score from 0.80. */
    OPTIMAL,
    /** Everything asked for is there, and what was fetched beyond it weighed more than a quarter of that; it has been filtered out. */
    EXCESSIVE;

    /** Whether a full answer can be given. */
    public boolean isSufficient() {
        return this == SUFFICIENT || this == OPTIMAL || this == EXCESSIVE;
    }
}

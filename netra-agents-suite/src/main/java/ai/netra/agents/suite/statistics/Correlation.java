package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.WorkloadField;

/**
 * How two parts of the requests go together.
 *
 * @param first one part
 * @param second the other
 * @param coefficient Pearson's r over the requests that carry both, from -1 to 1
 * @param strength what the coefficient amounts to
 */
public record Correlation(WorkloadField first, WorkloadField second, Quantity coefficient, Strength strength) {
    /** From this absolute coefficient on a correlation is strong. */
    public static final double STRONG_FROM = 0.7;

    /** What a coefficient amounts to. */
    public enum Strength {
        /** An absolute coefficient of 0.7 or more. */
        STRONG,
        /** Less. */
        WEAK;

        static Strength of(double coefficient) {
            return Math.abs(coefficient) >= STRONG_FROM ? STRONG : WEAK;
        }
    }
}

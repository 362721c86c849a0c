package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * Where a series is going: the straight line of least squares through its whole buckets (the first and last, which may be cut off, are left out where
 * five or more remain without them).
 *
 * @param slope by how much a bucket exceeds the one before it on average
 * @param correlation Pearson's r of value and time; how well the line fits
 * @param direction rising or falling where the fit is strong, else steady
 */
public record Trend(Quantity slope, Quantity correlation, Direction direction) {
    /** Where a series is going. */
    public enum Direction {
        /** Upward, with an r of 0.7 or more. */
        RISING,
        /** Downward, with an r of -0.7 or less. */
        FALLING,
        /** Neither. */
        STEADY;

        static Direction of(double correlation) {
            if (Correlation.Strength.of(correlation) == Correlation.Strength.WEAK) {
                return STEADY;
            }
            return correlation > 0 ? RISING : FALLING;
        }
    }
}

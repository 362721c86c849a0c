package ai.netra.agents.suite.statistics;

import java.util.Optional;

/** The bounds of usual values, both included. */
record Fence(double lower, double upper) {
    /** By z-score: mean and three deviations to each side; needs more than two values. */
    static Optional<Fence> ofDeviations(long count, double mean, double deviation) {
        double reach = OutlierMethod.USUAL_DEVIATIONS * deviation;
        return count > 2 ? Optional.of(new Fence(mean - reach, mean + reach)) : Optional.empty();
    }

    /** By quartiles: one and a half interquartile ranges beyond them; needs four values or more. */
    static Optional<Fence> ofQuartiles(long count, long first, long third) {
        double reach = OutlierMethod.USUAL_RANGES * (third - first);
        return count >= 4 ? Optional.of(new Fence(first - reach, third + reach)) : Optional.empty();
    }

    boolean excludes(long value) {
        return value < lower || value > upper;
    }
}

package ai.netra.agents.suite.statistics;

import java.util.Optional;

/** Pearson's correlation coefficient in one pass, by co-moments that are updated value by value (Welford), which loses no digits to large sums. */
final class PearsonCollector {
    private long count;
    private double meanX;
    private double meanY;
    private double squaresX;
    private double squaresY;
    private double products;

    void add(double x, double y) {
        count++;
        double fromOldX = x - meanX;
        double fromOldY = y - meanY;
        meanX += fromOldX / count;
        meanY += fromOldY / count;
        squaresX += fromOldX * (x - meanX);
        squaresY += fromOldY * (y - meanY);
        products += fromOldX * (y - meanY);
    }

    long count() {
        return count;
    }

    /** The coefficient from -1 to 1; none for fewer than three pairs or where one side does not vary. */
    Optional<Double> coefficient() {
        double spread = Math.sqrt(squaresX) * Math.sqrt(squaresY);
        if (count < 3 || spread <= 0) {
            return Optional.empty();
        }
        return Optional.of(Math.max(-1, Math.min(1, products / spread)));
    }

    /** By how much y changes on average when x grows by one; none where the coefficient is none. */
    Optional<Double> slope() {
        return coefficient().map(r -> products / squaresX);
    }
}

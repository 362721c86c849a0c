package ai.netra.agents.suite.statistics;

/** How values are told to be unusual. */
public enum OutlierMethod {
    /** More than 3 standard deviations (of the sample) from the mean; needs more than 2 values. */
    Z_SCORE("z-score > 3"),
    /** More than 1.5 times the interquartile range below the first or above the third quartile; needs 4 values or more. */
    INTERQUARTILE("1.5 x interquartile range");

    /** Standard deviations that are still usual. */
    static final double USUAL_DEVIATIONS = 3;

    /** Interquartile ranges that are still usual. */
    static final double USUAL_RANGES = 1.5;

    private final String description;

    OutlierMethod(String description) {
        this.description = description;
    }

    /** The method in words, as bases of quantities have it. */
    public String description() {
        return description;
    }
}

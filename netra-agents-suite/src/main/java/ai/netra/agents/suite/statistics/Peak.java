package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;

/**
 * A stretch of time with more than 1.5 times the mean number of requests.
 *
 * @param time the stretch
 * @param requests how many requests arrived in it
 * @param timesMean that number divided by the mean of all stretches
 */
public record Peak(TimeRange time, Quantity requests, Quantity timesMean) {
    /** A peak is above this many times the mean. */
    public static final double ABOVE_TIMES_MEAN = 1.5;
}

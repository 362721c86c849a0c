package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * How many values of a series are unusual by one method.
 *
 * @param method how they were told
 * @param count how many there are
 * @param lower the least usual value
 * @param upper the greatest usual value
 */
public record Outliers(OutlierMethod method, Quantity count, Quantity lower, Quantity upper) {}

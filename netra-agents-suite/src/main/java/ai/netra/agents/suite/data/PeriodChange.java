package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * How a measure differs from the period of equal length before.
 *
 * @param metric the measure
 * @param earlier what it was
 * @param now what it is
 * @param change (now - earlier) / earlier: 0.2 is 20 % more
 */
public record PeriodChange(String metric, Quantity earlier, Quantity now, Quantity change) {}

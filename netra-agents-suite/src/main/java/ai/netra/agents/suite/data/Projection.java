package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * What a measure would be if usage changed.
 *
 * @param metric the measure, with the model where it is a cost
 * @param now what it is
 * @param projected what it would be; its basis says how that was computed
 */
public record Projection(String metric, Quantity now, Quantity projected) {}

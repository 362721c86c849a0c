package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * How a measure changes from one configuration to another.
 *
 * @param metric the measure: {@code cost}, {@code cost_per_month}, {@code latency_p95} or {@code quality}
 * @param before with the original configuration, today
 * @param after with the optimized one, at the usage asked about
 * @param change (after - before) / before: -0.2 is 20 % less
 */
public record Improvement(String metric, Quantity before, Quantity after, Quantity change) {}

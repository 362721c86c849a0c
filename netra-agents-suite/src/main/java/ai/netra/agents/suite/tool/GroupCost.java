package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * What the requests of one feature cost on the current model.
 *
 * @param name the feature
 * @param cost tokens times price
 */
public record GroupCost(String name, Quantity cost) {}

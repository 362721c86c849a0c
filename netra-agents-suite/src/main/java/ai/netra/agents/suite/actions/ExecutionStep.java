package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * One step of an execution plan.
 *
 * @param order its place, from 1
 * @param actionId the action
 * @param rolloutShare the share of requests it is done for
 * @param gate what has to hold before the next step
 */
public record ExecutionStep(int order, String actionId, Quantity rolloutShare, String gate) {}

package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * The requests of one hour of the day, all days together.
 *
 * @param hour 0 to 23, in UTC
 * @param requests how many came in it
 */
public record UsageHour(int hour, Quantity requests) {}

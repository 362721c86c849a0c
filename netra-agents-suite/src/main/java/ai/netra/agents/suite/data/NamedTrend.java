package ai.netra.agents.suite.data;

import ai.netra.agents.suite.statistics.Trend;

/**
 * The trend of one measure.
 *
 * @param name the measure, {@code requests} or {@code tokens}
 * @param trend where it is going
 */
public record NamedTrend(String name, Trend trend) {}

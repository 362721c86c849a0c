package ai.netra.agents.suite.data;

import ai.netra.agents.suite.statistics.SeriesStatistics;

/**
 * Statistics of one measure.
 *
 * @param name the measure, such as {@code input_tokens}
 * @param statistics percentiles and all else
 */
public record NamedStatistics(String name, SeriesStatistics statistics) {}

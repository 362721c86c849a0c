/**
 * What the requests of a workload add up to: totals, percentiles, outliers, correlations, peaks, trend and usage pattern, in one pass and in memory
 * that does not grow. Belongs here: descriptions of what was measured. What another option would cost or do belongs to {@code cost}.
 */
@NullMarked
package ai.netra.agents.suite.statistics;

import org.jspecify.annotations.NullMarked;

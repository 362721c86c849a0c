package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.workload.TimeRange;

/**
 * What arrived in one stretch of time. These are counts of the timeline; the quantities around them carry the provenance.
 *
 * @param time the stretch
 * @param requests how many requests arrived
 * @param inputTokens the tokens they sent
 * @param outputTokens the tokens they were answered with
 */
public record TimeBucket(TimeRange time, long requests, long inputTokens, long outputTokens) {}

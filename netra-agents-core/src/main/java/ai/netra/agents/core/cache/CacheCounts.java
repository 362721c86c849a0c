package ai.netra.agents.core.cache;

/**
 * What a cache has done since it was made.
 *
 * @param hits how many outputs were found
 * @param misses how many were looked for and not found
 * @param evictions how many were pushed out by others, before their time was over
 */
public record CacheCounts(long hits, long misses, long evictions) {}

package ai.netra.agents.core.store;

/**
 * What became of loads in two tiers since the store was made.
 *
 * @param hits how many were answered by the cache but for what came after
 * @param misses how many by the durable store alone
 * @param refused how often what it had was not used: see {@link TierEvent.PrefixRefused}
 * @param failures how many calls of the cache failed
 */
public record TierCounts(long hits, long misses, long refused, long failures) {}

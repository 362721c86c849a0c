package ai.netra.agents.suite.optimization;

/**
 * The strategy that an optimization settled on.
 *
 * @param id the strategy's id
 * @param name its name
 * @param type its kind
 * @param summary why this one, in a sentence or two
 */
public record ChosenStrategy(String id, String name, StrategyType type, String summary) {}

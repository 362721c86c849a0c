package ai.netra.agents.suite.optimization;

import java.util.List;

/**
 * The strategy to follow.
 *
 * @param summary in words, including why none is chosen if none is
 * @param strategyIds the strategies it is made of, in order
 */
public record ChosenStrategy(String summary, List<String> strategyIds) {
    /** Copies the list. */
    public ChosenStrategy {
        strategyIds = List.copyOf(strategyIds);
    }
}

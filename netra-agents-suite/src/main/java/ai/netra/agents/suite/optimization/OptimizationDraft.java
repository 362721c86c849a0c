package ai.netra.agents.suite.optimization;

import java.util.List;

/**
 * What a model chooses and words of an optimization.
 *
 * @param strategy the id of one of the choosable strategies; {@code none} if there are none
 * @param rationale why this one, in a sentence or two
 * @param strategies words for strategies, for as many as there is something to say of
 */
record OptimizationDraft(String strategy, String rationale, List<StrategyDraft> strategies) {
    /**
     * Words for one strategy.
     *
     * @param id the strategy's
     * @param description what it comes to for this workload, in a sentence or two
     * @param tradeOffs what is given up besides what is listed
     */
    record StrategyDraft(String id, String description, List<String> tradeOffs) {}
}

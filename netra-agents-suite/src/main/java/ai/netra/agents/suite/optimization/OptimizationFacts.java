package ai.netra.agents.suite.optimization;

import java.util.List;

/**
 * What a model is shown of an evaluation.
 *
 * @param objectives what the request wants
 * @param priorities the measures to improve, most important first
 * @param constraints what an answer must meet
 * @param chosenByRules the id of the strategy that rules choose, or {@link #NONE}
 * @param choosable the ids of those that break no constraint and are better than today
 * @param strategies all there are
 * @param caveats what limits the figures
 */
record OptimizationFacts(
        List<String> objectives,
        List<String> priorities,
        List<String> constraints,
        String chosenByRules,
        List<String> choosable,
        List<StrategyFacts> strategies,
        List<String> caveats) {
    static final String NONE = "none";

    record StrategyFacts(
            String id,
            String name,
            StrategyType type,
            StrategyStatus status,
            List<String> impact,
            StrategyLevel complexity,
            StrategyLevel risk,
            List<String> constraints,
            List<String> assumptions,
            List<String> tradeOffs,
            List<String> missing) {
        static StrategyFacts of(OptimizationStrategy strategy) {
            return new StrategyFacts(
                    strategy.id(),
                    strategy.name(),
                    strategy.type(),
                    strategy.status(),
                    strategy.impact().stream().map(Impact::inWords).toList(),
                    strategy.complexity(),
                    strategy.risk(),
                    strategy.constraints().stream()
                            .map(check -> check.verdict() + ": " + check.constraint() + " (" + check.reason() + ")")
                            .toList(),
                    strategy.assumptions(),
                    strategy.tradeOffs(),
                    strategy.missing());
        }
    }
}

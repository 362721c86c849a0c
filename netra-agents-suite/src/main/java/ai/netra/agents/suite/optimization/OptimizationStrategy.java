package ai.netra.agents.suite.optimization;

import java.util.List;

/**
 * A way to improve a workload.
 *
 * @param id unique among the strategies
 * @param name what it does
 * @param type its kind
 * @param impact what it is expected to do, or what data is missing to say
 * @param complexity how hard it is
 * @param risk how much can go wrong
 * @param dependencies ids of strategies that come first
 * @param assumptions what the impact rests on
 * @param tradeOffs what it costs elsewhere
 * @param rollbackTriggers when to undo it
 */
public record OptimizationStrategy(
        String id,
        String name,
        StrategyType type,
        ExpectedImpact impact,
        Level complexity,
        Level risk,
        List<String> dependencies,
        List<String> assumptions,
        List<String> tradeOffs,
        List<String> rollbackTriggers) {
    /** Copies the lists. */
    public OptimizationStrategy {
        dependencies = List.copyOf(dependencies);
        assumptions = List.copyOf(assumptions);
        tradeOffs = List.copyOf(tradeOffs);
        rollbackTriggers = List.copyOf(rollbackTriggers);
    }
}

package ai.netra.agents.suite.optimization;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to change a workload, evaluated on its own requests, or the reason why it could not be.
 *
 * @param id unique in an optimization, such as {@code routing-1}
 * @param name what it does, in a few words
 * @param type the kind of change
 * @param status whether it was evaluated
 * @param impact what it does, by measure; empty unless it was evaluated
 * @param complexity the effort to introduce it
 * @param risk how likely it is to harm
 * @param dependencies what must be there first
 * @param assumptions what the evaluation takes for granted
 * @param tradeOffs what is given up
 * @param rollbackTriggers when to undo it
 * @param missing data that would make it measurable
 * @param constraints how it stands with what the request demands
 */
public record OptimizationStrategy(
        String id,
        String name,
        StrategyType type,
        StrategyStatus status,
        List<Impact> impact,
        StrategyLevel complexity,
        StrategyLevel risk,
        List<String> dependencies,
        List<String> assumptions,
        List<String> tradeOffs,
        List<String> rollbackTriggers,
        List<String> missing,
        List<ConstraintCheck> constraints) {
    /** Copies the lists. */
    public OptimizationStrategy {
        impact = List.copyOf(impact);
        dependencies = List.copyOf(dependencies);
        assumptions = List.copyOf(assumptions);
        tradeOffs = List.copyOf(tradeOffs);
        rollbackTriggers = List.copyOf(rollbackTriggers);
        missing = List.copyOf(missing);
        constraints = List.copyOf(constraints);
    }

    OptimizationStrategy withTradeOffs(List<String> more) {
        return new OptimizationStrategy(
                id,
                name,
                type,
                status,
                impact,
                complexity,
                risk,
                dependencies,
                assumptions,
                Stream.concat(tradeOffs.stream(), more.stream()).toList(),
                rollbackTriggers,
                missing,
                constraints);
    }

    /** Whether no constraint is known to be broken. */
    public boolean honorsConstraints() {
        return constraints.stream().noneMatch(check -> check.verdict() == ConstraintVerdict.NOT_MET);
    }
}

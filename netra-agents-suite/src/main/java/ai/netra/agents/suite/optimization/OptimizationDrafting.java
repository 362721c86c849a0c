package ai.netra.agents.suite.optimization;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.suite.internal.Drafting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a model chooses of an optimization, among what rules accept, and words. Whatever it chooses, figures are computed for it. */
final class OptimizationDrafting implements Drafting<Optimization, OptimizationFacts, OptimizationDraft> {
    private final OptimizationAgent rules;

    OptimizationDrafting(OptimizationAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<Optimization, OptimizationFacts, OptimizationDraft> basis(AgentInput input, AgentContext context)
            throws InterruptedException {
        OptimizationReport report = rules.evaluate(input, context);
        return Basis.of(OptimizationAgent.told(report.write(), context), report.facts(), report::write);
    }

    @Override
    public Optional<String> problem(OptimizationFacts facts, OptimizationDraft draft) {
        List<String> choosable = facts.choosable().isEmpty() ? List.of(OptimizationFacts.NONE) : facts.choosable();
        if (!choosable.contains(draft.strategy())) {
            return Optional.of("strategy '" + draft.strategy() + "' cannot be chosen: it breaks a constraint, is no"
                    + " better than today, or was not measured; choose one of " + choosable);
        }
        List<String> known = facts.strategies().stream()
                .map(OptimizationFacts.StrategyFacts::id)
                .toList();
        Set<String> seen = new HashSet<>();
        return draft.strategies().stream()
                .map(OptimizationDraft.StrategyDraft::id)
                .filter(id -> !known.contains(id) || !seen.add(id))
                .findFirst()
                .map(id -> "strategy '" + id + "' is unknown or worded twice; word each of " + known + " once at most");
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * How a workload could be made cheaper, faster or steadier: the output of {@code optimization}. Immutable.
 *
 * <p>All figures come from replaying the workload's own requests. Without a named current model there are costs per option, but no current cost and no
 * saving.
 *
 * @param strategies one or more of each kind, those not measurable included
 * @param strategy the one that does most for what was asked and breaks no demand; absent if none does
 * @param recommendations what to do, most urgent first; the agent always has one
 * @param expectedImprovements what the chosen strategy does, by measure; empty without one
 * @param riskAssessment what can go wrong
 * @param current what serves the workload today; absent unless the models in use are named
 * @param options what the same requests cost on each option of the catalog, in its order
 * @param growth what usage was multiplied by, where the request states it
 * @param load the load at its peak, to be held against rate limits
 * @param caveats what a reader must know to take the figures for what they are
 * @param draftedBy the model that chose among acceptable strategies and worded them; absent where rules did
 */
public record Optimization(
        List<OptimizationStrategy> strategies,
        Optional<ChosenStrategy> strategy,
        List<Recommendation> recommendations,
        List<Impact> expectedImprovements,
        RiskAssessment riskAssessment,
        Optional<CurrentUse> current,
        List<PlanEvaluation> options,
        Optional<Quantity> growth,
        List<PeakLoad> load,
        List<String> caveats,
        Optional<DraftedBy> draftedBy) {
    /** Copies the lists. */
    public Optimization {
        strategies = List.copyOf(strategies);
        recommendations = List.copyOf(recommendations);
        expectedImprovements = List.copyOf(expectedImprovements);
        options = List.copyOf(options);
        load = List.copyOf(load);
        caveats = List.copyOf(caveats);
    }

    /** Nothing evaluated: for hosts that bring their own optimization agent, and for tests. */
    public static Optimization none() {
        return new Optimization(
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                new RiskAssessment(StrategyLevel.LOW, List.of(), List.of(), List.of()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** The strategy of that id. */
    public Optional<OptimizationStrategy> strategy(String id) {
        return strategies.stream().filter(strategy -> strategy.id().equals(id)).findFirst();
    }

    /** What was found for that option of the catalog. */
    public Optional<PlanEvaluation> option(String name) {
        return options.stream().filter(option -> option.plan().equals(name)).findFirst();
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.tool.Improvement;
import ai.netra.agents.suite.tool.ResourceOptimization;
import java.util.List;
import java.util.Optional;

/**
 * How a workload can be improved: the output of {@code optimization}. Immutable.
 *
 * @param strategies every strategy looked at, those not measurable included
 * @param strategy the one to follow
 * @param recommendations what to do, most important first
 * @param expectedImprovements what changes against the current configuration; empty unless the current model is named
 * @param riskAssessment what can go wrong
 * @param evaluation the replays behind all this; absent if there were none
 * @param caveats what limits these statements
 */
public record Optimization(
        List<OptimizationStrategy> strategies,
        ChosenStrategy strategy,
        List<Recommendation> recommendations,
        List<Improvement> expectedImprovements,
        RiskAssessment riskAssessment,
        Optional<ResourceOptimization> evaluation,
        List<String> caveats) {
    /** Copies the lists. */
    public Optimization {
        strategies = List.copyOf(strategies);
        recommendations = List.copyOf(recommendations);
        expectedImprovements = List.copyOf(expectedImprovements);
        caveats = List.copyOf(caveats);
    }
}

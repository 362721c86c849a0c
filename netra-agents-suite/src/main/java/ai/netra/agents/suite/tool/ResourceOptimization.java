package ai.netra.agents.suite.tool;

import java.util.List;
import java.util.Optional;

/**
 * What {@code optimize_resources} returns.
 *
 * @param original what the current configuration comes to today; absent unless the current model is named
 * @param optimized the best plan that breaks no constraint; absent if there is none, or none is better than the original
 * @param improvements what changes from one to the other; empty unless both are there
 * @param alternatives every plan that was evaluated, cheapest first, at the usage asked about
 * @param limitations what could not be said, and what would make it possible
 */
public record ResourceOptimization(
        Optional<PlanEvaluation> original,
        Optional<PlanEvaluation> optimized,
        List<Improvement> improvements,
        List<PlanEvaluation> alternatives,
        List<String> limitations) {
    /** Copies the lists. */
    public ResourceOptimization {
        improvements = List.copyOf(improvements);
        alternatives = List.copyOf(alternatives);
        limitations = List.copyOf(limitations);
    }

    /** The change of a measure. */
    public Optional<Improvement> improvement(String metric) {
        return improvements.stream().filter(i -> i.metric().equals(metric)).findFirst();
    }
}

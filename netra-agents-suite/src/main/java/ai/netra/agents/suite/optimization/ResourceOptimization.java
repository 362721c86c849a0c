package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.List;
import java.util.Optional;

/**
 * What {@code optimize_resources} returns.
 *
 * @param original what the current configuration comes to at today's usage; absent unless the models in use are named
 * @param optimized the best plan that breaks no constraint; absent if there is none, if none is better than the original, or if that is not known
 * @param acceptable the names of all plans that break no constraint and are better than the original, the best first
 * @param improvements what changes from one to the other; empty unless both are there
 * @param current what serves the workload today; absent unless the models in use are named
 * @param unchanged the current configuration at the usage asked about, with as many replicas as that and the latency demanded take
 * @param options one plan for each option of the catalog, in its order, that sends everything to it
 * @param alternatives plans that tell requests apart: by feature, by size, by failure
 * @param growth what usage was multiplied by
 * @param load the load at its peak; only where usage is said to change
 * @param fields what the requests carry
 * @param catalog where prices, speeds and scores come from
 * @param limitations what could not be said, and what would make it possible
 */
public record ResourceOptimization(
        Optional<PlanEvaluation> original,
        Optional<PlanEvaluation> optimized,
        List<String> acceptable,
        List<Impact> improvements,
        Optional<CurrentUse> current,
        Optional<PlanEvaluation> unchanged,
        List<PlanEvaluation> options,
        List<PlanEvaluation> alternatives,
        Optional<Quantity> growth,
        List<PeakLoad> load,
        List<WorkloadField> fields,
        String catalog,
        List<String> limitations) {
    /** Copies the lists. */
    public ResourceOptimization {
        acceptable = List.copyOf(acceptable);
        improvements = List.copyOf(improvements);
        options = List.copyOf(options);
        alternatives = List.copyOf(alternatives);
        load = List.copyOf(load);
        fields = List.copyOf(fields);
        limitations = List.copyOf(limitations);
    }

    /** The plan that sends everything to that option. */
    public Optional<PlanEvaluation> option(String model) {
        return options.stream().filter(plan -> plan.plan().equals(model)).findFirst();
    }

    /** The plan of that kind among those that tell requests apart. */
    public Optional<PlanEvaluation> alternative(StrategyType type) {
        return alternatives.stream().filter(plan -> plan.type() == type).findFirst();
    }
}

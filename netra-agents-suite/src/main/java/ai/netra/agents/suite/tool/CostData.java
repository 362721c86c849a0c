package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.workload.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What {@code get_cost_data} returns.
 *
 * @param workloadId the workload
 * @param timeRange the range looked at
 * @param catalog where the prices come from
 * @param options the cost on each option of the catalog
 * @param current the cost on the models in use; absent unless they are named
 * @param byFeature the cost per feature on the model in use; empty unless a single one is named and the trace has features
 * @param limitations what could not be said, and what would make it possible
 */
public record CostData(
        String workloadId,
        TimeRange timeRange,
        String catalog,
        List<OptionCost> options,
        Optional<CurrentCost> current,
        List<GroupCost> byFeature,
        List<String> limitations) {
    /** Copies the lists. */
    public CostData {
        options = List.copyOf(options);
        byFeature = List.copyOf(byFeature);
        limitations = List.copyOf(limitations);
    }

    /** The cost on an option. */
    public Optional<OptionCost> option(String model) {
        return options.stream().filter(option -> option.model().equals(model)).findFirst();
    }
}

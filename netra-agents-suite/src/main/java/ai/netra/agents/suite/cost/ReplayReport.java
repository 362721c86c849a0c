package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What a replay found.
 *
 * @param observed from the first to the last request
 * @param requests how many were replayed
 * @param passes how often the repository was read
 * @param plans one result for each plan, in the order they were given; the current one first
 */
public record ReplayReport(TimeRange observed, Quantity requests, int passes, List<PlanResult> plans) {
    /** Copies the list. */
    public ReplayReport {
        plans = List.copyOf(plans);
    }

    /** The result of the plan of that name. */
    public Optional<PlanResult> plan(String name) {
        return plans.stream().filter(result -> result.plan().equals(name)).findFirst();
    }
}

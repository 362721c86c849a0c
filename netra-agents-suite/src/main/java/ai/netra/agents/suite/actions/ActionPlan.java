package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.supply.ConfigValidation;
import ai.netra.agents.suite.supply.SupplyConfig;
import java.util.List;

/**
 * What to do, in order: the output of {@code actions}. Immutable.
 *
 * @param actions what to do, each after those it depends on
 * @param supplyConfig what serves the workload afterwards
 * @param executionPlan the steps, in order, with the share of requests each is done for
 * @param validation whether the configuration holds together
 * @param requiredApprovals who has to agree, and to what
 */
public record ActionPlan(
        List<PlannedAction> actions,
        SupplyConfig supplyConfig,
        List<ExecutionStep> executionPlan,
        ConfigValidation validation,
        List<String> requiredApprovals) {
    /** Copies the lists. */
    public ActionPlan {
        actions = List.copyOf(actions);
        executionPlan = List.copyOf(executionPlan);
        requiredApprovals = List.copyOf(requiredApprovals);
    }
}

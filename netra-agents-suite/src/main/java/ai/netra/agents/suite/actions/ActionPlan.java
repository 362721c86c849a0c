package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.supply.SupplyConfig;
import java.util.List;
import java.util.Optional;

/**
 * What to do about an optimization, step by step: the output of {@code actions}. Immutable.
 *
 * @param actions the actions
 * @param supplyConfig what serves the workload once they are done
 * @param executionPlan the actions in an order in which each comes after those it depends on, traffic moving in shares
 * @param validation whether the configuration holds together
 * @param requiredApprovals consents to get first
 * @param draftedBy the model that worded the actions; absent where rules did
 */
public record ActionPlan(
        List<PlannedAction> actions,
        SupplyConfig supplyConfig,
        List<ExecutionStep> executionPlan,
        PlanValidation validation,
        List<RequiredApproval> requiredApprovals,
        Optional<DraftedBy> draftedBy) {
    /** Copies the lists. */
    public ActionPlan {
        actions = List.copyOf(actions);
        executionPlan = List.copyOf(executionPlan);
        requiredApprovals = List.copyOf(requiredApprovals);
    }

    /** Nothing to do: for hosts that bring their own actions agent, and for tests. */
    public static ActionPlan none() {
        return new ActionPlan(
                List.of(),
                SupplyConfig.empty(),
                List.of(),
                new PlanValidation(Optional.of(true), List.of()),
                List.of(),
                Optional.empty());
    }
}

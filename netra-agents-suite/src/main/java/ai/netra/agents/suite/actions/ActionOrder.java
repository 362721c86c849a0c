package ai.netra.agents.suite.actions;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Orders actions so that each comes after those it depends on, otherwise as given, and rolls out those that change traffic in shares: by default 5 %, 25 %
 * and all of it, an assumption.
 */
final class ActionOrder {
    private static final List<String> SHARES = List.of("0.05", "0.25", "1");

    private ActionOrder() {}

    /**
     * The actions in order.
     *
     * @throws InvalidDefinitionException if they depend on each other in a circle, or on one that is not there, or two have the same id
     */
    static List<PlannedAction> sorted(List<PlannedAction> actions) {
        List<PlannedAction> open = new ArrayList<>(actions);
        List<PlannedAction> ordered = new ArrayList<>();
        Set<String> done = new HashSet<>();
        while (!open.isEmpty()) {
            PlannedAction next = open.stream()
                    .filter(action -> done.containsAll(action.dependsOn()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidDefinitionException("actions "
                            + String.join(
                                    ", ", open.stream().map(PlannedAction::id).toList())
                            + " depend on each other or on an action that is not there; drop a dependency"));
            if (!done.add(next.id())) {
                throw new InvalidDefinitionException("two actions have the id '" + next.id() + "'; rename one");
            }
            open.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    /** The steps that carry out actions which are in order already. */
    static List<ExecutionStep> steps(List<PlannedAction> sorted) {
        List<ExecutionStep> steps = new ArrayList<>();
        for (PlannedAction action : sorted) {
            String gate = String.join(" ", action.validationSteps());
            if (!Playbook.changesTraffic(action.type())) {
                steps.add(new ExecutionStep(steps.size() + 1, action.id(), action.dependsOn(), Optional.empty(), gate));
                continue;
            }
            for (String share : SHARES) {
                Quantity rollout = Quantity.assumed(
                        new BigDecimal(share),
                        Unit.RATIO,
                        "default rollout in shares of 5 %, 25 % and all requests concerned");
                steps.add(new ExecutionStep(
                        steps.size() + 1, action.id(), action.dependsOn(), Optional.of(rollout), gate));
            }
        }
        return steps;
    }
}

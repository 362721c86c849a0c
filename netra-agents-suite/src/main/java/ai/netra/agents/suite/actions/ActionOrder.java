package ai.netra.agents.suite.actions;

import ai.netra.agents.InvalidDefinitionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders actions so that each comes after those it depends on; otherwise the given order stays. */
final class ActionOrder {
    private ActionOrder() {}

    /**
     * The actions in order.
     *
     * @throws InvalidDefinitionException if they depend on each other in a circle, or on one that is not there
     */
    static List<PlannedAction> of(List<PlannedAction> actions) {
        List<PlannedAction> open = new ArrayList<>(actions);
        List<PlannedAction> ordered = new ArrayList<>();
        Set<String> done = new HashSet<>();
        while (!open.isEmpty()) {
            PlannedAction next = open.stream()
                    .filter(action -> done.containsAll(action.dependsOn()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidDefinitionException("actions " + open.stream().map(PlannedAction::id).toList()
                            + " depend on each other or on an action that is not there; drop a dependency"));
            open.remove(next);
            ordered.add(next);
            done.add(next.id());
        }
        return ordered;
    }
}

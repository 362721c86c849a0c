package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * One step of an execution plan.
 *
 * @param order its place, from 1
 * @param action the id of the action it carries out
 * @param dependsOn ids of the actions that are done before
 * @param rolloutShare the share of the requests that get the change; absent for actions that change no traffic
 * @param gate what must hold before the next step
 */
public record ExecutionStep(
        int order, String action, List<String> dependsOn, Optional<Quantity> rolloutShare, String gate) {
    /** Copies the list. */
    public ExecutionStep {
        dependsOn = List.copyOf(dependsOn);
    }
}

package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One concrete step from a recommendation to a changed workload.
 *
 * @param id unique in a plan, such as {@code routing-1}
 * @param type what kind of thing
 * @param description what to do and why
 * @param parameters its settings, by name
 * @param priority how soon
 * @param estimatedImpact what it does, by measure; empty where that is not known
 * @param implementationSteps what to do, in order
 * @param dependsOn ids of the actions that come first
 * @param validationSteps how to see that it works
 * @param rollback how to undo it
 */
public record PlannedAction(
        String id,
        RecommendationType type,
        String description,
        Map<String, Setting> parameters,
        RequestPriority priority,
        List<Impact> estimatedImpact,
        List<String> implementationSteps,
        List<String> dependsOn,
        List<String> validationSteps,
        String rollback) {
    /** Copies the collections, the map in order. */
    public PlannedAction {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        estimatedImpact = List.copyOf(estimatedImpact);
        implementationSteps = List.copyOf(implementationSteps);
        dependsOn = List.copyOf(dependsOn);
        validationSteps = List.copyOf(validationSteps);
    }
}

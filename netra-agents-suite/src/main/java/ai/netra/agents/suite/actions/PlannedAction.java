package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.optimization.ExpectedImpact;
import ai.netra.agents.suite.optimization.Level;
import ai.netra.agents.suite.supply.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something to do, with how to do it, check it and undo it.
 *
 * @param id unique among the actions
 * @param type the recommendation's type
 * @param description what to do
 * @param parameters with what
 * @param priority how much it matters
 * @param estimatedImpact what it is expected to do
 * @param implementationSteps how to do it
 * @param dependsOn ids of actions that come first
 * @param validationSteps how to see that it worked
 * @param rollback how to undo it
 */
public record PlannedAction(
        String id,
        String type,
        String description,
        Map<String, Setting> parameters,
        Level priority,
        ExpectedImpact estimatedImpact,
        List<String> implementationSteps,
        List<String> dependsOn,
        List<String> validationSteps,
        String rollback) {
    /** Copies map and lists. */
    public PlannedAction {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        implementationSteps = List.copyOf(implementationSteps);
        dependsOn = List.copyOf(dependsOn);
        validationSteps = List.copyOf(validationSteps);
    }
}

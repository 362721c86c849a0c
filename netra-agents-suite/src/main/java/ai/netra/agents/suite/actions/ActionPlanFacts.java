package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.List;
import java.util.Map;

/**
 * What a model is shown of a plan.
 *
 * @param objectives what the request wants
 * @param constraints what an answer must meet
 * @param actions the actions in their order
 * @param problems what is wrong with the configuration they lead to
 * @param approvals consents to get first
 */
record ActionPlanFacts(
        List<String> objectives,
        List<String> constraints,
        List<ActionFacts> actions,
        List<String> problems,
        List<RequiredApproval> approvals) {
    record ActionFacts(
            String id,
            RecommendationType type,
            RequestPriority priority,
            String description,
            Map<String, String> parameters,
            List<String> impact,
            List<String> implementationSteps,
            List<String> dependsOn,
            List<String> validationSteps,
            String rollback) {}
}

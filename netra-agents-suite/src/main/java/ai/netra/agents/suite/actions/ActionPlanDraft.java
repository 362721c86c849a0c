package ai.netra.agents.suite.actions;

import java.util.List;

/**
 * How a model words a plan.
 *
 * @param actions every action there is, once
 */
record ActionPlanDraft(List<ActionDraft> actions) {
    /**
     * The words of one action.
     *
     * @param id the action's
     * @param description what to do and why
     * @param implementationSteps what to do, in order
     * @param validationSteps how to see that it works
     * @param rollback how to undo it
     */
    record ActionDraft(
            String id,
            String description,
            List<String> implementationSteps,
            List<String> validationSteps,
            String rollback) {}
}

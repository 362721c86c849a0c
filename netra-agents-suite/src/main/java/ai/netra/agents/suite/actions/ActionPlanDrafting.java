package ai.netra.agents.suite.actions;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.suite.internal.Drafting;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.triage.RequestConstraint;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model words of a plan: what each action says. Which actions there are, and all that is carried out by programs, is not its to say. */
final class ActionPlanDrafting implements Drafting<ActionPlan, ActionPlanFacts, ActionPlanDraft> {
    private static final int MOST_STEPS = 12;

    private final ActionsAgent rules;

    ActionPlanDrafting(ActionsAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<ActionPlan, ActionPlanFacts, ActionPlanDraft> basis(AgentInput input, AgentContext context)
            throws InterruptedException {
        ActionPlan plan = rules.process(input, context);
        return plan.actions().isEmpty()
                ? Basis.closed(plan)
                : Basis.of(plan, facts(input.output(TriageAgent.KEY), plan), (draft, by) -> drafted(plan, draft, by));
    }

    static ActionPlanFacts facts(Triage triage, ActionPlan plan) {
        return new ActionPlanFacts(
                triage.objectives(),
                triage.constraints().stream().map(RequestConstraint::text).toList(),
                plan.actions().stream().map(ActionPlanDrafting::facts).toList(),
                plan.validation().problems(),
                plan.requiredApprovals());
    }

    private static ActionPlanFacts.ActionFacts facts(PlannedAction action) {
        Map<String, String> parameters = new LinkedHashMap<>();
        action.parameters().forEach((name, setting) -> parameters.put(name, setting.toString()));
        return new ActionPlanFacts.ActionFacts(
                action.id(),
                action.type(),
                action.priority(),
                action.description(),
                parameters,
                action.estimatedImpact().stream().map(Impact::inWords).toList(),
                action.implementationSteps(),
                action.dependsOn(),
                action.validationSteps(),
                action.rollback());
    }

    @Override
    public Optional<String> problem(ActionPlanFacts facts, ActionPlanDraft draft) {
        List<String> ids =
                facts.actions().stream().map(ActionPlanFacts.ActionFacts::id).toList();
        List<String> worded =
                draft.actions().stream().map(ActionPlanDraft.ActionDraft::id).toList();
        if (!worded.stream().sorted().toList().equals(ids.stream().sorted().toList())) {
            return Optional.of("the actions are " + worded + "; word each of " + ids + " once, and no other");
        }
        return draft.actions().stream()
                .filter(action -> isNoList(action.implementationSteps()) || isNoList(action.validationSteps()))
                .findFirst()
                .map(action -> "action " + action.id() + " has "
                        + action.implementationSteps().size()
                        + " implementation_steps and "
                        + action.validationSteps().size() + " validation_steps; give 1"
                        + " to " + MOST_STEPS + " of each");
    }

    private static boolean isNoList(List<String> steps) {
        return steps.isEmpty() || steps.size() > MOST_STEPS;
    }

    static ActionPlan drafted(ActionPlan plan, ActionPlanDraft draft, DraftedBy by) {
        Map<String, ActionPlanDraft.ActionDraft> words = new LinkedHashMap<>();
        draft.actions().forEach(action -> words.put(action.id(), action));
        return new ActionPlan(
                plan.actions().stream()
                        .map(action -> Optional.ofNullable(words.get(action.id()))
                                .map(worded -> drafted(action, worded))
                                .orElse(action))
                        .toList(),
                plan.supplyConfig(),
                plan.executionPlan(),
                plan.validation(),
                plan.requiredApprovals(),
                Optional.of(by));
    }

    private static PlannedAction drafted(PlannedAction action, ActionPlanDraft.ActionDraft words) {
        return new PlannedAction(
                action.id(),
                action.type(),
                words.description(),
                action.parameters(),
                action.priority(),
                action.estimatedImpact(),
                words.implementationSteps(),
                action.dependsOn(),
                words.validationSteps(),
                words.rollback());
    }
}

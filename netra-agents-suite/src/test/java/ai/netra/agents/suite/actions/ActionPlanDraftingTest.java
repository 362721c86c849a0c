package ai.netra.agents.suite.actions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.supply.SupplyConfig;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.RequestIntent;
import ai.netra.agents.suite.triage.RequestPriority;
import ai.netra.agents.suite.triage.Triage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ActionPlanDraftingTest {
    private static final DraftedBy BY = new DraftedBy("model-x", "actions-v1");

    private final ActionPlan byRules = new ActionPlan(
            List.of(action("baseline-1"), action("routing-1")),
            SupplyConfig.empty(),
            List.of(),
            new PlanValidation(Optional.of(true), List.of()),
            List.of(new RequiredApproval("a change", "it matters", List.of("routing-1"))),
            Optional.empty());
    private final ActionPlanDrafting drafting = new ActionPlanDrafting(new ActionsAgent());
    private final ActionPlanFacts facts = ActionPlanDrafting.facts(
            Triage.of(RequestCategory.COST_OPTIMIZATION, RequestIntent.OPTIMIZE, List.of()), byRules);

    private static PlannedAction action(String id) {
        return new PlannedAction(
                id,
                RecommendationType.ROUTING,
                "by rules",
                Map.of("model", Setting.of("m")),
                RequestPriority.HIGH,
                List.of(),
                List.of("step"),
                List.of(),
                List.of("check"),
                "back");
    }

    private static ActionPlanDraft draft(String... ids) {
        return new ActionPlanDraft(Stream.of(ids)
                .map(id -> new ActionPlanDraft.ActionDraft(id, "by model", List.of("a", "b"), List.of("c"), "undo"))
                .toList());
    }

    @Test
    void words_are_the_models_and_what_is_carried_out_is_the_rules() {
        ActionPlan plan = ActionPlanDrafting.drafted(byRules, draft("routing-1", "baseline-1"), BY);

        assertThat(plan.actions()).extracting(PlannedAction::id).containsExactly("baseline-1", "routing-1");
        assertThat(plan.actions()).allSatisfy(action -> {
            assertThat(action.description()).isEqualTo("by model");
            assertThat(action.implementationSteps()).containsExactly("a", "b");
            assertThat(action.parameters()).containsOnlyKeys("model");
            assertThat(action.rollback()).isEqualTo("undo");
        });
        assertThat(plan.requiredApprovals()).isEqualTo(byRules.requiredApprovals());
        assertThat(plan.draftedBy()).hasValue(BY);
    }

    @Test
    void every_action_is_worded_once_and_none_is_added() {
        assertThat(drafting.problem(facts, draft("baseline-1", "routing-1"))).isEmpty();
        for (ActionPlanDraft wrong : List.of(
                draft("routing-1"),
                draft("routing-1", "routing-1"),
                draft("baseline-1", "routing-1", "delete-1"),
                draft())) {
            assertThat(drafting.problem(facts, wrong))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("[baseline-1, routing-1]"));
        }
    }

    @Test
    void an_action_has_steps_and_checks() {
        ActionPlanDraft empty = new ActionPlanDraft(List.of(
                new ActionPlanDraft.ActionDraft("baseline-1", "d", List.of("a"), List.of("b"), "r"),
                new ActionPlanDraft.ActionDraft("routing-1", "d", List.of("a"), List.of(), "r")));

        assertThat(drafting.problem(facts, empty))
                .hasValueSatisfying(problem -> assertThat(problem).contains("action routing-1", "0 validation_steps"));
    }
}

package ai.netra.agents.suite.triage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Attributes;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.sufficiency.DataNeed;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TriageDraftingTest {
    private static final DraftedBy BY = new DraftedBy("model-x", "triage-v1");
    private static final Attributes ATTRIBUTES =
            Attributes.of("workload_id", "test-123").with("secret", "x");

    private final TriageAgent rules = TriageAgent.knowing(List.of());
    private final Triage byRules = rules.triage("Reduce my cost by 20 % and keep p95 latency below 500 ms", ATTRIBUTES);
    private final TriageDrafting drafting = new TriageDrafting(rules);

    private static TriageDraft draft(RequestCategory category, String sub, RequestIntent intent, DataNeed... needs) {
        return new TriageDraft(
                category,
                sub,
                RequestPriority.HIGH,
                intent,
                List.of(intent, RequestIntent.MONITOR),
                false,
                List.of(needs),
                List.of("spend less"),
                List.of(),
                "It says so.");
    }

    @Test
    void what_follows_from_a_choice_is_computed_for_it_and_figures_stay() {
        Triage triage = TriageDrafting.drafted(
                byRules,
                draft(
                        RequestCategory.WORKLOAD_ANALYSIS,
                        "usage_analysis",
                        RequestIntent.ANALYZE,
                        DataNeed.PERFORMANCE_DATA,
                        DataNeed.PERFORMANCE_DATA),
                BY,
                ATTRIBUTES);

        assertThat(triage.dataNeeds()).containsExactly("performance_data");
        assertThat(triage.needsData()).isTrue();
        assertThat(triage.toolRecommendations()).containsExactly("get_performance_data");
        assertThat(triage.dataSufficiency())
                .isEqualTo(TriageAgent.forecast(triage.dataNeeds(), byRules.entities(), ATTRIBUTES));
        assertThat(triage.intent().secondary()).containsExactly(RequestIntent.MONITOR);
        assertThat(triage.entities()).isEqualTo(byRules.entities());
        assertThat(triage.constraints()).isEqualTo(byRules.constraints()).isNotEmpty();
        assertThat(triage.priorities()).isEqualTo(byRules.priorities());
        assertThat(triage.warnings()).isEqualTo(byRules.warnings());
        assertThat(triage.draftedBy()).hasValue(BY);
    }

    @Test
    void there_is_a_confidence_only_where_rules_and_model_agree() {
        Triage agreed = TriageDrafting.drafted(
                byRules,
                draft(RequestCategory.COST_OPTIMIZATION, "cost_reduction", RequestIntent.OPTIMIZE),
                BY,
                ATTRIBUTES);
        Triage apart = TriageDrafting.drafted(
                byRules, draft(RequestCategory.GENERAL, "unclear", RequestIntent.ANALYZE), BY, ATTRIBUTES);

        assertThat(agreed.confidence()).isEqualTo(byRules.confidence()).isPresent();
        assertThat(agreed.needsData()).isFalse();
        assertThat(apart.confidence()).isEmpty();
        assertThat(apart.reasoning()).contains("It says so.", "Rules read it as cost_optimization, to optimize");
    }

    @Test
    void a_sub_category_is_one_that_the_category_has() {
        TriageFacts facts = TriageDrafting.facts(byRules, ATTRIBUTES);

        assertThat(drafting.problem(facts, draft(RequestCategory.GENERAL, "latency", RequestIntent.ANALYZE)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("'latency'", "unclear"));
        assertThat(drafting.problem(facts, draft(RequestCategory.GENERAL, "unclear", RequestIntent.ANALYZE)))
                .isEmpty();
    }

    @Test
    void the_rules_sub_categories_are_known_and_only_known_attributes_are_shown() {
        TriageFacts facts = TriageDrafting.facts(byRules, ATTRIBUTES);

        assertThat(facts.attributes()).containsOnlyKeys("workload_id");
        assertThat(facts.subCategories().get(byRules.category().toString())).contains(byRules.subCategory());
        for (RequestCategory category : RequestCategory.values()) {
            assertThat(SubCategories.in(category)).isNotEmpty();
        }
    }
}

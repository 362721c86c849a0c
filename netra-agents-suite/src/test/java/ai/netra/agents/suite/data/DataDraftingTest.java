package ai.netra.agents.suite.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.RequestIntent;
import ai.netra.agents.suite.triage.Triage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DataDraftingTest {
    private static final DraftedBy BY = new DraftedBy("model-x", "data-v1");

    private final DataAssessment byRules = DataAssessment.of(Sufficiency.unknown());
    private final DataDrafting drafting = new DataDrafting(new DataAgent());
    private final DataFacts facts = DataDrafting.facts(
            Triage.of(RequestCategory.GENERAL, RequestIntent.ANALYZE, List.of("cost_analysis")), byRules);

    @Test
    void meanings_stand_behind_findings_and_limits_behind_limitations() {
        DataAssessment once = DataDrafting.drafted(byRules, new DataDraft(List.of("a"), List.of("b")), BY);
        DataAssessment twice = DataDrafting.drafted(once, new DataDraft(List.of("c"), List.of("d")), BY);

        assertThat(twice.enrichedData().findings()).containsExactly("a", "c");
        assertThat(twice.dataQuality().limitations()).containsExactly("b", "d");
        assertThat(twice.sufficiency()).isEqualTo(byRules.sufficiency());
        assertThat(twice.rawData()).isEqualTo(byRules.rawData());
        assertThat(twice.draftedBy()).hasValue(BY);
    }

    @Test
    void there_are_no_meanings_without_findings_and_not_too_many() {
        assertThat(drafting.problem(facts, new DataDraft(List.of("All is well."), List.of())))
                .hasValueSatisfying(problem -> assertThat(problem).contains("no findings"));
        assertThat(drafting.problem(facts, new DataDraft(List.of(), Collections.nCopies(7, "x"))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("more than 6"));
        assertThat(drafting.problem(facts, new DataDraft(List.of(), List.of("x"))))
                .isEmpty();
    }
}

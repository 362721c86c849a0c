package ai.netra.agents.suite.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.llm.DraftedBy;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DataGuidanceDraftingTest {
    private static final DraftedBy BY = new DraftedBy("model-x", "data_guidance-v1");
    private static final DataGuidance BY_RULES = new DataGuidance(
            List.of(new GuidanceCategory(
                    "Needed",
                    List.of(new GuidanceItem("a price", "asked for", true), new GuidanceItem("x", "y", false)))),
            List.of("Ask again."),
            List.of("Which model?"),
            Optional.empty());

    private final DataGuidanceDrafting drafting = new DataGuidanceDrafting(new DataGuidanceAgent());

    private static DataGuidanceDraft draft(int questions, int instructions, String item) {
        return new DataGuidanceDraft(
                Collections.nCopies(questions, "q"),
                Collections.nCopies(instructions, "i"),
                List.of(new DataGuidanceDraft.JustificationDraft(item, "so that a cost can be given")));
    }

    @Test
    void words_are_the_models_and_what_is_required_is_the_rules() {
        DataGuidance guidance = DataGuidanceDrafting.drafted(BY_RULES, draft(2, 4, "a price"), BY);

        assertThat(guidance.categories())
                .containsExactly(new GuidanceCategory(
                        "Needed",
                        List.of(
                                new GuidanceItem("a price", "so that a cost can be given", true),
                                new GuidanceItem("x", "y", false))));
        assertThat(guidance.questions()).containsExactly("q", "q");
        assertThat(guidance.userInstructions()).hasSize(4);
        assertThat(guidance.draftedBy()).hasValue(BY);
    }

    @Test
    void no_item_is_invented_no_question_dropped_and_there_are_four_instructions_at_most() {
        assertThat(drafting.problem(BY_RULES, draft(1, 1, "a price"))).isEmpty();
        assertThat(drafting.problem(BY_RULES, draft(1, 1, "your password")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("'your password'", "a price"));
        assertThat(drafting.problem(BY_RULES, draft(0, 1, "x")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("questions are 0; give 1 to 3"));
        assertThat(drafting.problem(BY_RULES, draft(1, 5, "x")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("user_instructions are 5; give 1 to 4"));
    }
}

package ai.netra.agents.suite.guidance;

import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.suite.internal.Drafting;
import ai.netra.agents.suite.llm.DraftedBy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model words of guidance. What is missing, and whether it is required, is not its to say. */
final class DataGuidanceDrafting implements Drafting<DataGuidance, DataGuidance, DataGuidanceDraft> {
    private static final int MOST_INSTRUCTIONS = 4;
    private static final int MOST_QUESTIONS_MORE = 2;

    private final DataGuidanceAgent rules;

    DataGuidanceDrafting(DataGuidanceAgent rules) {
        this.rules = rules;
    }

    @Override
    public Basis<DataGuidance, DataGuidance, DataGuidanceDraft> basis(AgentInput input, AgentContext context) {
        DataGuidance guidance = rules.process(input, context);
        return Basis.of(guidance, guidance, (draft, by) -> drafted(guidance, draft, by));
    }

    @Override
    public Optional<String> problem(DataGuidance byRules, DataGuidanceDraft draft) {
        int instructions = draft.userInstructions().size();
        if (instructions < 1 || instructions > MOST_INSTRUCTIONS) {
            return Optional.of("user_instructions are " + instructions + "; give 1 to " + MOST_INSTRUCTIONS);
        }
        int questions = byRules.questions().size();
        if (draft.questions().size() < Math.min(1, questions)
                || draft.questions().size() > questions + MOST_QUESTIONS_MORE) {
            return Optional.of("questions are " + draft.questions().size() + "; give " + Math.min(1, questions) + " to "
                    + (questions + MOST_QUESTIONS_MORE) + ", with all that is asked in those you were shown");
        }
        List<String> known = byRules.categories().stream()
                .flatMap(category -> category.items().stream())
                .map(GuidanceItem::item)
                .toList();
        return draft.justifications().stream()
                .map(DataGuidanceDraft.JustificationDraft::item)
                .filter(item -> !known.contains(item))
                .findFirst()
                .map(item -> "the item '" + item + "' is not among those missing; use " + known + " as they are");
    }

    static DataGuidance drafted(DataGuidance byRules, DataGuidanceDraft draft, DraftedBy by) {
        Map<String, String> justifications = new HashMap<>();
        draft.justifications().forEach(worded -> justifications.put(worded.item(), worded.justification()));
        return new DataGuidance(
                byRules.categories().stream()
                        .map(category -> new GuidanceCategory(
                                category.name(),
                                category.items().stream()
                                        .map(item -> new GuidanceItem(
                                                item.item(),
                                                justifications.getOrDefault(item.item(), item.justification()),
                                                item.required()))
                                        .toList()))
                        .toList(),
                draft.userInstructions(),
                draft.questions(),
                Optional.of(by));
    }
}

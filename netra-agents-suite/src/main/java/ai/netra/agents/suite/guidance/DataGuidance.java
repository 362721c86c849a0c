package ai.netra.agents.suite.guidance;

import ai.netra.agents.suite.llm.DraftedBy;
import java.util.List;
import java.util.Optional;

/**
 * What to supply: the output of {@code data_guidance}. Immutable.
 *
 * @param categories what to supply, by what it is about
 * @param userInstructions how to supply the first useful data, in at most four steps
 * @param questions what the request leaves open
 * @param draftedBy the model that worded it; absent where rules did
 */
public record DataGuidance(
        List<GuidanceCategory> categories,
        List<String> userInstructions,
        List<String> questions,
        Optional<DraftedBy> draftedBy) {
    /** Copies the lists. */
    public DataGuidance {
        categories = List.copyOf(categories);
        userInstructions = List.copyOf(userInstructions);
        questions = List.copyOf(questions);
    }
}

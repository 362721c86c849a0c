package ai.netra.agents.suite.guidance;

import java.util.List;

/**
 * What to supply: the output of {@code data_guidance}. Immutable.
 *
 * @param categories what to supply, by what it is about
 * @param userInstructions how to supply the first useful data, in at most four steps
 * @param questions what the request leaves open
 */
public record DataGuidance(List<GuidanceCategory> categories, List<String> userInstructions, List<String> questions) {
    /** Copies the lists. */
    public DataGuidance {
        categories = List.copyOf(categories);
        userInstructions = List.copyOf(userInstructions);
        questions = List.copyOf(questions);
    }
}

package ai.netra.agents.suite.triage;

import java.util.List;
import java.util.Map;

/**
 * What a model is shown of a request besides its text.
 *
 * @param attributes what the host says of it
 * @param byRules how rules read it
 * @param constraints what an answer must meet, as rules read it
 * @param warnings what rules did not understand
 * @param subCategories those there are, by category
 */
record TriageFacts(
        Map<String, String> attributes,
        Reading byRules,
        List<String> constraints,
        List<String> warnings,
        Map<String, List<String>> subCategories) {
    record Reading(
            RequestCategory category,
            String subCategory,
            RequestPriority priority,
            RequestIntent intent,
            List<RequestIntent> otherIntents,
            boolean actionRequired,
            List<String> dataNeeds,
            List<String> objectives,
            List<String> requirements) {}
}

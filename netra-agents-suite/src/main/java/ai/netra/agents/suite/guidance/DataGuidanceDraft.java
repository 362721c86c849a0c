package ai.netra.agents.suite.guidance;

import java.util.List;

/**
 * How a model words what to supply.
 *
 * @param questions the questions to the request's author
 * @param userInstructions how to supply the first useful data
 * @param justifications what things to supply make possible
 */
record DataGuidanceDraft(
        List<String> questions, List<String> userInstructions, List<JustificationDraft> justifications) {
    /**
     * What one thing makes possible.
     *
     * @param item the thing, as it was given
     * @param justification what it makes possible
     */
    record JustificationDraft(String item, String justification) {}
}

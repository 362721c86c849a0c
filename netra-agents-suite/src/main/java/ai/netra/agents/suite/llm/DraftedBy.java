package ai.netra.agents.suite.llm;

/**
 * The model that chose and worded what rules left open in an output. Figures are never its own.
 *
 * @param model the model that was asked
 * @param prompt the version of the prompt it was asked with, such as {@code triage-v1}
 */
public record DraftedBy(String model, String prompt) {
    /** In words: {@code model gpt-5-mini with prompt triage-v1}. */
    @Override
    public String toString() {
        return "model " + model + " with prompt " + prompt;
    }
}

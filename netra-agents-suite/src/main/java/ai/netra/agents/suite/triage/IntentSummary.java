package ai.netra.agents.suite.triage;

import java.util.List;

/**
 * What a user wants done.
 *
 * @param primary the intent with the most evidence
 * @param secondary the other intents there is evidence for, strongest first
 * @param actionRequired whether something is to be changed, rather than only said
 */
public record IntentSummary(RequestIntent primary, List<RequestIntent> secondary, boolean actionRequired) {
    /** Copies the list. */
    public IntentSummary {
        secondary = List.copyOf(secondary);
    }
}

package ai.netra.agents.suite.actions;

import java.util.List;

/**
 * A consent that must be there before an action is carried out.
 *
 * @param subject what is to be approved
 * @param reason why it needs somebody's consent
 * @param actions ids of the actions that wait for it
 */
public record RequiredApproval(String subject, String reason, List<String> actions) {
    /** Copies the list. */
    public RequiredApproval {
        actions = List.copyOf(actions);
    }
}

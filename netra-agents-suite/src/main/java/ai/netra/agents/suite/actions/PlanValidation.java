package ai.netra.agents.suite.actions;

import java.util.List;
import java.util.Optional;

/**
 * Whether a plan's configuration was checked, and what was found.
 *
 * @param valid whether it holds together; absent if it could not be checked
 * @param problems what is wrong, and the fix; or why it could not be checked
 */
public record PlanValidation(Optional<Boolean> valid, List<String> problems) {
    /** Copies the list. */
    public PlanValidation {
        problems = List.copyOf(problems);
    }
}

package ai.netra.agents.suite.supply;

import java.util.List;

/**
 * Whether a configuration holds together.
 *
 * @param valid whether every check passed
 * @param checks what was checked
 */
public record ConfigValidation(boolean valid, List<ConfigCheck> checks) {
    /** Copies the list. */
    public ConfigValidation {
        checks = List.copyOf(checks);
    }

    /** What the checks amount to. */
    public static ConfigValidation of(List<ConfigCheck> checks) {
        return new ConfigValidation(checks.stream().allMatch(ConfigCheck::passed), checks);
    }

    /** The checks that did not pass. */
    public List<ConfigCheck> failed() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }
}

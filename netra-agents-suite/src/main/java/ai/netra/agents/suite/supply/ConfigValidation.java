package ai.netra.agents.suite.supply;

import java.util.List;

/**
 * Whether a configuration holds together.
 *
 * @param valid whether every check passed
 * @param problems what is wrong, and the fix; empty if it is valid
 * @param checks what was checked
 */
public record ConfigValidation(boolean valid, List<String> problems, List<ConfigCheck> checks) {
    /** Copies the lists. */
    public ConfigValidation {
        problems = List.copyOf(problems);
        checks = List.copyOf(checks);
    }

    /** What the checks amount to. */
    public static ConfigValidation of(List<ConfigCheck> checks) {
        List<String> problems = checks.stream()
                .filter(check -> !check.passed())
                .map(check -> "It does not hold that " + check.name() + ": " + check.detail())
                .toList();
        return new ConfigValidation(problems.isEmpty(), problems, checks);
    }
}

package ai.netra.agents.suite.supply;

/**
 * One check of a configuration.
 *
 * @param name what was checked
 * @param passed whether it holds
 * @param detail what was found, and the fix where it does not hold
 */
public record ConfigCheck(String name, boolean passed, String detail) {}

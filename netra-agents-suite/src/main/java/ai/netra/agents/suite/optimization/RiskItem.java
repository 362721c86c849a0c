package ai.netra.agents.suite.optimization;

/**
 * Something that can go wrong.
 *
 * @param risk what
 * @param level how much it would matter
 * @param mitigation what to do about it
 */
public record RiskItem(String risk, Level level, String mitigation) {}

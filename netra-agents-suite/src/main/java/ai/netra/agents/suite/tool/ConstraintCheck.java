package ai.netra.agents.suite.tool;

/**
 * Whether a plan keeps one constraint.
 *
 * @param constraint the constraint in words
 * @param status whether it is kept
 * @param detail the figures compared, or what is missing to compare
 */
public record ConstraintCheck(String constraint, CheckStatus status, String detail) {}

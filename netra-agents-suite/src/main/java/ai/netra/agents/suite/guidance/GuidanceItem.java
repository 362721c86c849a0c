package ai.netra.agents.suite.guidance;

/**
 * One thing to supply.
 *
 * @param item what
 * @param justification what it makes possible
 * @param required whether nothing more than a minimal answer is possible without it
 */
public record GuidanceItem(String item, String justification, boolean required) {}

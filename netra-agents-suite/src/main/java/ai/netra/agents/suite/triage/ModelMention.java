package ai.netra.agents.suite.triage;

/**
 * A model that a request names.
 *
 * @param name as the request has it, in lower case
 * @param role what the request says of it
 */
public record ModelMention(String name, ModelRole role) {}

package ai.netra.agents;

/**
 * An activation that has ended, and how.
 *
 * @param id the activation, in its orchestrator's scope
 * @param key the agent
 * @param outcome how it ended
 * @param <O> the type of the agent's output
 */
public record ActivationOutcome<O>(ActivationId id, AgentKey<O> key, Outcome<O> outcome) {}

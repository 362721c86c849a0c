package ai.netra.agents.state;

import ai.netra.agents.Failure;
import java.time.Instant;

/**
 * What an agent did to its state in one activation.
 *
 * @param timestamp when it was recorded
 * @param agent the agent's name
 * @param action what it did
 * @param data what {@link StateAction} says: the output, a {@link Failure}, or the reason as a string
 */
public record StateChange(Instant timestamp, String agent, StateAction action, Object data) {}

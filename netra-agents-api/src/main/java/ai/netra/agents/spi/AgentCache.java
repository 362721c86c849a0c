package ai.netra.agents.spi;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * A store that keeps outputs of agents for a while, so that the same question is not worked on twice. Implement me.
 *
 * <p>A lookup and nothing more: what is cached, for how long, and that calls for one key at once are worked on once, is decided by who uses it. A
 * store may keep the live object, since outputs are immutable, or encode it; {@link CacheKey#agent()} has its type for that. It is bounded, and may
 * drop an entry at any time.
 *
 * <p>Thread-safe. A store that cannot be reached throws a {@link NetraException}; that is never a reason for an agent's failure. One that does not answer
 * is interrupted when the time of the activation that asks it is over.
 */
public interface AgentCache {
    /** How long an output is kept where whoever puts it there has no time of its own in mind: an hour by default. */
    default Duration ttl() {
        return Duration.ofHours(1);
    }

    /**
     * The output last put for a key, unless its time is over or it was dropped. Finding it does not prolong its time. An output that was put as one
     * type is not found as another.
     */
    <O> Optional<O> find(CacheKey<O> key);

    /**
     * Keeps an output, in place of an earlier one of this key.
     *
     * @param ttl for how long, from now
     * @throws InvalidDefinitionException if the time is zero or negative
     */
    <O> void put(CacheKey<O> key, O output, Duration ttl);

    /** Drops the output of a key, if there is one. */
    void forget(CacheKey<?> key);

    /** Drops all outputs of an agent, for every user and whatever their type: the agent of this name has changed. */
    void forget(AgentKey<?> agent);

    /** Drops all outputs that were made for a user. */
    void forget(UserId user);
}

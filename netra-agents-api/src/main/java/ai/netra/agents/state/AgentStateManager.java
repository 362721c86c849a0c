package ai.netra.agents.state;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states of a run's own agents: of each, the newest output. A read-only view of the run's journal, which an agent writes to by returning its output
 * and in no other way; so there is nothing to update here. What agents inside of nested orchestrators gave stays inside of those.
 *
 * <p>Live: each call answers as of now, so two calls while the run goes on may differ. Takes time in proportion to the length of the journal. Not for
 * implementation. Thread-safe.
 */
public interface AgentStateManager {
    /** The state of an agent, where it has given an output. */
    <O> Optional<O> state(AgentKey<O> key);

    /** The state of every agent that has given an output, by name, in the order of the first ones. A copy. */
    Map<String, Object> all();

    /** What every agent did to its state, in order. A copy. */
    List<StateChange> history();

    /**
     * What an agent may read of the states: those of the agents that it declares as its dependencies, by name and in declared order, as far as they have
     * one. A copy.
     *
     * @throws InvalidDefinitionException if it is none of the run's own agents
     */
    Map<String, Object> contextFor(AgentKey<?> agent);
}

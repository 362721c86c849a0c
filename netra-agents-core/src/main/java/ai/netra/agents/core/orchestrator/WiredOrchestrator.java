package ai.netra.agents.core.orchestrator;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Orchestrator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the orchestrators of this package share: a key, agents, and what they read themselves, as their builder has wired and checked them. */
abstract class WiredOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final List<Agent<?>> agents;
    private final List<Dependency<?>> dependencies;

    WiredOrchestrator(Wiring<O> wiring) {
        this.key = wiring.key();
        this.agents = wiring.agents();
        this.dependencies = wiring.dependencies();
    }

    @Override
    public final AgentKey<O> key() {
        return key;
    }

    @Override
    public final List<Dependency<?>> dependencies() {
        return dependencies;
    }

    @Override
    public final List<Agent<?>> agents() {
        return agents;
    }

    /** The output, where there is one, of an activation that is known to give what this orchestrator does. */
    @SuppressWarnings("unchecked") // the caller has started that agent
    final @Nullable O outputOf(ActivationOutcome<?> ended) {
        return (O) Ended.output(ended.outcome());
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + key + "]";
    }
}

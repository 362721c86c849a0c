package ai.netra.agents.core.orchestrator;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;

/**
 * What the builders of this package share.
 *
 * @param <O> the type of the orchestrator's output
 * @param <B> the builder
 */
abstract class WiredBuilder<O, B extends WiredBuilder<O, B>> {
    final Wiring<O> wiring;

    WiredBuilder(AgentKey<O> key) {
        this.wiring = new Wiring<>(key);
    }

    /**
     * Declares what the orchestrator itself reads, for its agents, conditions and functions to read.
     *
     * @throws InvalidDefinitionException if it is declared already
     */
    public final B reads(Dependency<?> dependency) {
        wiring.reads(dependency);
        return self();
    }

    @SuppressWarnings("unchecked") // a builder names itself as B
    final B self() {
        return (B) this;
    }
}

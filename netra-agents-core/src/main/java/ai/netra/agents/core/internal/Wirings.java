package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.core.journal.Decider;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The agents of each registered orchestrator by key, looked up once: what a decision may start. Checked when it is made. */
final class Wirings {
    private final IdentityHashMap<Orchestrator<?>, Map<AgentKey<?>, Agent<?>>> wirings = new IdentityHashMap<>();
    private final Consumer<Type> verifyType;

    private Wirings(Consumer<Type> verifyType) {
        this.verifyType = verifyType;
    }

    /**
     * Checks and looks up all that can be reached from these agents.
     *
     * @param verifyType refuses a type of output that has no JSON form
     */
    static Wirings of(Iterable<? extends Agent<?>> roots, Consumer<Type> verifyType) {
        Wirings wirings = new Wirings(verifyType);
        Set<Agent<?>> ancestors = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Agent<?> root : roots) {
            if (root instanceof Orchestrator && !ActivationRun.policy(root).isNone()) {
                throw new InvalidDefinitionException(
                        "orchestrator " + root.key().name()
                                + " is registered with a policy, which stands around an activation, not around a run;"
                                + " bound the run by Limits, or register a SequentialOrchestrator of it");
            }
            checkReads(root);
            wirings.add(root, ancestors);
        }
        return wirings;
    }

    /** Refuses an agent that requires what a run, which begins with a request alone, does not give it. */
    private static void checkReads(Agent<?> root) {
        for (Dependency<?> dependency : root.dependencies()) {
            if (dependency.isRequired()) {
                throw new InvalidDefinitionException("agent " + root.key().name() + " is registered and requires "
                        + dependency.key() + ", which a run begins without; register an orchestrator that holds its"
                        + " producer too, or make the dependency optional");
            }
        }
    }

    /** The agents of an orchestrator, which is looked up anew where it was not registered but called by an agent. */
    Map<AgentKey<?>, Agent<?>> agents(Orchestrator<?> orchestrator) {
        Map<AgentKey<?>, Agent<?>> known = wirings.get(orchestrator);
        return known == null ? Decider.agents(orchestrator) : known;
    }

    private void add(Agent<?> agent, Set<Agent<?>> ancestors) {
        verify(agent);
        if (!(agent instanceof Orchestrator<?> orchestrator) || wirings.containsKey(orchestrator)) {
            return;
        }
        if (!ancestors.add(agent)) {
            throw new InvalidDefinitionException("orchestrator " + agent.key().name()
                    + " contains itself; break the cycle, or loop with LoopOrchestrator");
        }
        Map<AgentKey<?>, Agent<?>> agents = Decider.agents(orchestrator);
        agents.values().forEach(inner -> add(inner, ancestors));
        ancestors.remove(agent);
        wirings.put(orchestrator, agents);
    }

    private void verify(Agent<?> agent) {
        try {
            verifyType.accept(agent.key().type());
        } catch (InvalidDefinitionException cause) {
            throw new InvalidDefinitionException("agent " + agent.key().name() + ": " + cause.getMessage());
        }
    }
}

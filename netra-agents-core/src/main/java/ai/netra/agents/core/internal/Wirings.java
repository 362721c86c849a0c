package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The agents of each registered orchestrator by key, looked up once: what a decision may start. Checked when it is made. */
final class Wirings {
    private final Map<Orchestrator<?>, Map<AgentKey<?>, Agent<?>>> wirings = new IdentityHashMap<>();
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
        roots.forEach(root -> wirings.add(root, ancestors));
        return wirings;
    }

    /** The agents of an orchestrator, which is looked up anew where it was not registered but called by an agent. */
    Map<AgentKey<?>, Agent<?>> agents(Orchestrator<?> orchestrator) {
        Map<AgentKey<?>, Agent<?>> known = wirings.get(orchestrator);
        return known == null ? byKey(orchestrator) : known;
    }

    private void add(Agent<?> agent, Set<Agent<?>> ancestors) {
        verify(agent);
        if (!(agent instanceof Orchestrator<?> orchestrator) || wirings.containsKey(orchestrator)) {
            return;
        }
        if (!ancestors.add(agent)) {
            throw new InvalidDefinitionException(
                    "orchestrator " + agent.key().name() + " contains itself; break the cycle, or loop with LoopOrchestrator");
        }
        Map<AgentKey<?>, Agent<?>> agents = byKey(orchestrator);
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

    private static Map<AgentKey<?>, Agent<?>> byKey(Orchestrator<?> orchestrator) {
        Map<AgentKey<?>, Agent<?>> agents = new HashMap<>();
        Map<String, Agent<?>> names = new HashMap<>();
        for (Agent<?> agent : orchestrator.agents()) {
            if (names.put(agent.key().name(), agent) != null) {
                throw new InvalidDefinitionException("orchestrator " + orchestrator.key().name() + " has two agents named "
                        + agent.key().name() + "; give each a name of its own");
            }
            agents.put(agent.key(), agent);
        }
        return agents;
    }
}

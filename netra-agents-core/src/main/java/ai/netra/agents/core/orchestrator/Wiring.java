package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agents of an orchestrator that is being built, and the checks that every orchestrator makes at {@code build()}: names are unique, what an agent
 * requires is produced and is of the right type, and nobody waits for itself.
 */
final class Wiring<O> {
    private final AgentKey<O> owner;
    private final Map<String, Agent<?>> agents = new LinkedHashMap<>();
    private final Map<String, AgentKey<?>> outer = new LinkedHashMap<>();
    private final List<Dependency<?>> dependencies = new ArrayList<>();

    Wiring(AgentKey<O> owner) {
        this.owner = owner;
    }

    AgentKey<O> key() {
        return owner;
    }

    void add(Agent<?> agent) {
        String name = agent.key().name();
        Set<String> read = new HashSet<>();
        for (Dependency<?> dependency : agent.dependencies()) {
            if (!read.add(dependency.key().name())) {
                throw new InvalidDefinitionException("agent " + name + " of orchestrator " + owner.name() + " declares "
                        + dependency.key().name() + " twice; declare it once, required or optional");
            }
        }
        if (agents.putIfAbsent(name, agent) != null) {
            throw new InvalidDefinitionException(
                    "orchestrator " + owner.name() + " has two agents named " + name + "; give each a name of its own");
        }
    }

    /** As {@link #add}, but the same agent may come again. */
    @SuppressWarnings("ReferenceEquality") // the same agent is the same instance
    void addAgain(Agent<?> agent) {
        if (agents.get(agent.key().name()) != agent) {
            add(agent);
        }
    }

    /** What the orchestrator itself reads, and so its agents may. */
    void reads(Dependency<?> dependency) {
        if (outer.putIfAbsent(dependency.key().name(), dependency.key()) != null) {
            throw new InvalidDefinitionException("orchestrator " + owner.name() + " declares "
                    + dependency.key().name() + " twice; declare it once, required or optional");
        }
        dependencies.add(dependency);
    }

    List<Dependency<?>> dependencies() {
        return List.copyOf(dependencies);
    }

    List<Agent<?>> agents() {
        return List.copyOf(agents.values());
    }

    /** The agent of a key, where there is one. */
    Optional<Agent<?>> agent(AgentKey<?> key) {
        return Optional.<Agent<?>>ofNullable(agents.get(key.name()))
                .filter(agent -> agent.key().equals(key));
    }

    /** The activation of each agent under its own name, in order. */
    List<Activation<?>> activations() {
        List<Activation<?>> activations = new ArrayList<>();
        agents.values().forEach(agent -> activations.add(Activation.of(agent)));
        return List.copyOf(activations);
    }

    /** Checks a number of a definition. */
    static int positive(String what, int value) {
        if (value < 1) {
            throw new InvalidDefinitionException(what + " is " + value + "; use 1 or more");
        }
        return value;
    }

    void notEmpty(String fix) {
        if (agents.isEmpty()) {
            throw new InvalidDefinitionException("orchestrator " + owner.name() + " has no agents; " + fix);
        }
    }

    /** Checks that each agent's required dependencies are produced by an agent before it, or read by the orchestrator. */
    void producedInOrder() {
        Map<String, AgentKey<?>> produced = new LinkedHashMap<>(outer);
        for (Agent<?> agent : agents.values()) {
            for (Dependency<?> dependency : agent.dependencies()) {
                produced(agent, dependency, produced, "before it");
            }
            produced.put(agent.key().name(), agent.key());
        }
    }

    /** Checks the branches of a parallel: that there are any, and that none reads another one. */
    void sideBySide() {
        notEmpty("add a branch with agent(...)");
        producedOutside();
    }

    /** Checks that dependencies are read by the orchestrator: agents that run side by side do not read each other. */
    void producedOutside() {
        produced(outer, "for it; those beside it run at the same time");
    }

    /** Checks that dependencies are read by the orchestrator or produced by the first agent: of the others, only one runs. */
    void producedBy(AgentKey<?> first) {
        Map<String, AgentKey<?>> produced = new LinkedHashMap<>(outer);
        produced.put(first.name(), first);
        for (Agent<?> agent : agents.values()) {
            boolean isFirst = agent.key().equals(first);
            agent.dependencies()
                    .forEach(dependency -> produced(agent, dependency, isFirst ? outer : produced, "before it"));
        }
    }

    /** Checks that what a condition reads is read by the orchestrator, or produced by this agent. */
    void readable(AgentKey<?> key, Optional<AgentKey<?>> producer) {
        AgentKey<?> read = outer.get(key.name());
        if ((read == null || !read.equals(key)) && producer.filter(key::equals).isEmpty()) {
            throw new InvalidDefinitionException("a condition of orchestrator " + owner.name() + " reads " + key
                    + ", which no agent produces before it; make its producer the first agent, or declare it"
                    + " with reads(...)");
        }
    }

    /** Checks that a key means the agent of that name, where there is one. */
    void means(AgentKey<?> key, String what) {
        Agent<?> agent = agents.get(key.name());
        if (agent != null && !agent.key().equals(key)) {
            throw new InvalidDefinitionException("orchestrator " + owner.name() + ": " + key + " " + what
                    + ", but that agent produces " + agent.key().type().getTypeName() + "; use the agent's own key");
        }
    }

    /** Checks that each agent's required dependencies are produced by some agent, or read by the orchestrator. */
    void produced() {
        produced(List.of());
    }

    /** As {@link #produced()}, but these need not be registered. */
    void produced(List<AgentKey<?>> named) {
        Map<String, AgentKey<?>> produced = new LinkedHashMap<>(outer);
        named.forEach(key -> produced.put(key.name(), key));
        agents.forEach((name, agent) -> produced.put(name, agent.key()));
        produced(produced, "here");
    }

    private void produced(Map<String, AgentKey<?>> produced, String where) {
        for (Agent<?> agent : agents.values()) {
            agent.dependencies().forEach(dependency -> produced(agent, dependency, produced, where));
        }
    }

    private void produced(Agent<?> agent, Dependency<?> dependency, Map<String, AgentKey<?>> produced, String where) {
        AgentKey<?> producer = produced.get(dependency.key().name());
        if (producer == null && dependency.isRequired()) {
            throw new InvalidDefinitionException(
                    "agent " + agent.key().name() + " of orchestrator " + owner.name() + " requires "
                            + dependency.key() + ", which no agent produces " + where
                            + "; add its producer, or declare it on the orchestrator with reads(...)"
                            + (produced.isEmpty() ? "" : "; produced are " + produced.values()));
        }
        sameType(agent, dependency, producer);
    }

    /** Checks that agents of which nobody knows who runs first require only what the orchestrator reads. */
    void producedEarlier() {
        sameTypes();
        agents.values().forEach(this::producedEarlier);
    }

    /** Checks that an agent that may run first requires only what the orchestrator reads. */
    void producedEarlier(Agent<?> agent) {
        for (Dependency<?> dependency : agent.dependencies()) {
            if (dependency.isRequired() && !outer.containsKey(dependency.key().name())) {
                throw new InvalidDefinitionException("agent " + agent.key().name() + " of orchestrator "
                        + owner.name() + " requires " + dependency.key()
                        + ", which may have no output when it runs; make the dependency optional, or declare it on the"
                        + " orchestrator with reads(...)");
            }
        }
    }

    /** Checks that there is an agent of a key, and that it is the agent's own. */
    void registered(AgentKey<?> key, String what, String fix) {
        means(key, what);
        if (agent(key).isEmpty()) {
            throw new InvalidDefinitionException(
                    "orchestrator " + owner.name() + ": " + key + " " + what + ", but is not registered; " + fix);
        }
    }

    /** Checks that no agent can begin only after itself. */
    void startable() {
        acyclic(Dependency::isRequired);
    }

    /** Checks the types of all dependencies, whoever produces them, and that none goes in a circle. */
    void acyclic() {
        sameTypes();
        acyclic(dependency -> true);
    }

    /** Checks the types of all dependencies, whoever produces them. */
    private void sameTypes() {
        for (Agent<?> agent : agents.values()) {
            for (Dependency<?> dependency : agent.dependencies()) {
                String name = dependency.key().name();
                Agent<?> producer = agents.get(name);
                sameType(agent, dependency, producer == null ? outer.get(name) : producer.key());
            }
        }
    }

    private void acyclic(Predicate<Dependency<?>> waitedFor) {
        Set<String> clear = new LinkedHashSet<>();
        agents.keySet().forEach(name -> visit(name, waitedFor, new LinkedHashSet<>(), clear));
    }

    private void visit(String name, Predicate<Dependency<?>> waitedFor, Set<String> path, Set<String> clear) {
        Agent<?> agent = agents.get(name);
        if (agent == null || clear.contains(name)) {
            return;
        }
        if (!path.add(name)) {
            String circle = path.stream().dropWhile(step -> !step.equals(name)).collect(Collectors.joining(" -> "));
            throw new InvalidDefinitionException("orchestrator " + owner.name() + " has a circle of dependencies: "
                    + circle + " -> " + name + "; drop one, or pass the value through a LoopOrchestrator");
        }
        agent.dependencies().stream()
                .filter(waitedFor)
                .forEach(dependency -> visit(dependency.key().name(), waitedFor, path, clear));
        path.remove(name);
        clear.add(name);
    }

    private void sameType(Agent<?> agent, Dependency<?> dependency, @Nullable AgentKey<?> producer) {
        if (producer != null && !producer.equals(dependency.key())) {
            throw new InvalidDefinitionException("agent " + agent.key().name() + " of orchestrator " + owner.name()
                    + " reads " + dependency.key() + ", but that agent produces "
                    + producer.type().getTypeName() + "; use the producer's key");
        }
    }
}

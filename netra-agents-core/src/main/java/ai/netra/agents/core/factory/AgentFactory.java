package ai.netra.agents.core.factory;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tools.NearestName;
import ai.netra.agents.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Agents by the name of their type, each created when it is first asked for and the same one from then on, as agents are stateless.
 *
 * <pre>{@code
 * AgentFactory factory = AgentFactory.builder(tools)
 *         .type(TRIAGE, f -> new TriageAgent())
 *         .type(DATA, f -> new DataAgent(), "get_workload_metrics", "get_cost_data")
 *         .type(SUPERVISOR, f -> supervisorOf(f.createAgent(TRIAGE), f.createAgent(DATA)))
 *         .build();
 * Agent<?> data = factory.createAgent("data");
 * }</pre>
 *
 * <p>The types are fixed. Thread-safe.
 */
public final class AgentFactory {
    private final Map<String, AgentType<?>> types;
    private final ReentrantLock lock = new ReentrantLock(); // held by a creator that asks for other agents, too
    private final Map<String, Agent<?>> created = new LinkedHashMap<>();
    private final Set<String> beingCreated = new LinkedHashSet<>();

    private AgentFactory(Map<String, AgentType<?>> types) {
        this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /** Builds a factory whose agents may be granted these tools. */
    public static Builder builder(ToolRegistry tools) {
        return new Builder(tools);
    }

    /** The names of the types, in the order of their registration. */
    public List<String> types() {
        return List.copyOf(types.keySet());
    }

    /**
     * The agent of a type.
     *
     * @throws UnknownAgentTypeException if there is no such type
     * @throws InvalidDefinitionException if its creator returned an agent of another key, or needs the agent that it is to create
     */
    public Agent<?> createAgent(String type) {
        AgentType<?> known = known(type);
        lock.lock();
        try {
            Agent<?> before = created.get(type);
            return before == null ? create(known) : before;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The agent of a type, by its key.
     *
     * @throws UnknownAgentTypeException if there is no such type
     * @throws InvalidDefinitionException as {@link #createAgent(String)}, or if its outputs are of another type than the key's
     */
    @SuppressWarnings("unchecked") // the keys are equal, types included
    public <O> Agent<O> createAgent(AgentKey<O> key) {
        Agent<?> agent = createAgent(key.name());
        if (!agent.key().equals(key)) {
            throw new InvalidDefinitionException("agent type '" + key.name() + "' has outputs of type "
                    + agent.key().type().getTypeName() + ", not " + key.type().getTypeName()
                    + "; ask for it by the key it was registered with");
        }
        return (Agent<O>) agent;
    }

    private Agent<?> create(AgentType<?> type) {
        String name = type.key.name();
        if (!beingCreated.add(name)) {
            throw new InvalidDefinitionException("agent types need each other to be created: "
                    + String.join(" -> ", beingCreated) + " -> " + name + "; break the cycle");
        }
        try {
            Agent<?> agent = type.creator.apply(this);
            if (!agent.key().equals(type.key)) {
                throw new InvalidDefinitionException("the creator of agent type '" + type.key + "' returned the agent '"
                        + agent.key() + "'; register it with the agent's own key");
            }
            created.put(name, agent);
            return agent;
        } finally {
            beingCreated.remove(name);
        }
    }

    /** The agents of all types by name, in the order of registration. */
    public Map<String, Agent<?>> agents() {
        Map<String, Agent<?>> agents = new LinkedHashMap<>();
        types.keySet().forEach(type -> agents.put(type, createAgent(type)));
        return Collections.unmodifiableMap(agents);
    }

    /**
     * The tools granted to a type; possibly none.
     *
     * @throws UnknownAgentTypeException if there is no such type
     */
    public ToolRegistry toolsForAgent(String type) {
        return known(type).tools;
    }

    /** Grants each agent its tools, in addition to earlier grants. The tools themselves are for the caller to set. */
    public LocalAgentRuntime.Builder grantTo(LocalAgentRuntime.Builder runtime) {
        types.values()
                .forEach(type -> runtime.grant(type.key, type.tools.names().toArray(String[]::new)));
        return runtime;
    }

    private AgentType<?> known(String type) {
        AgentType<?> known = types.get(type);
        if (known == null) {
            throw new UnknownAgentTypeException(type, types());
        }
        return known;
    }

    /** What a factory knows of a type. */
    private record AgentType<O>(
            AgentKey<O> key, Function<? super AgentFactory, ? extends Agent<O>> creator, ToolRegistry tools) {}

    /** Builds an {@link AgentFactory}. Not thread-safe. */
    public static final class Builder {
        private final ToolRegistry tools;
        private final Map<String, AgentType<?>> types = new LinkedHashMap<>();

        private Builder(ToolRegistry tools) {
            this.tools = tools;
        }

        /**
         * Adds a type, named as its agent is.
         *
         * @param creator makes the agent, once; it may ask the factory for others
         * @param toolNames the tools granted to it
         * @throws InvalidDefinitionException if there is a type of this name, or no tool of one of these names
         */
        public <O> Builder type(
                AgentKey<O> key, Function<? super AgentFactory, ? extends Agent<O>> creator, String... toolNames) {
            Objects.requireNonNull(creator, "creator");
            if (types.containsKey(key.name())) {
                throw new InvalidDefinitionException(
                        "agent type '" + key.name() + "' is registered twice; give one of them another name");
            }
            List<Tool> granted = new ArrayList<>();
            for (String name : toolNames) {
                granted.add(tools.tool(name)
                        .orElseThrow(() -> new InvalidDefinitionException("agent type '" + key.name()
                                + "' is granted the tool '" + name + "', which is not among " + tools.names()
                                + NearestName.hint(name, tools.names()))));
            }
            types.put(key.name(), new AgentType<>(key, creator, ToolRegistry.of(granted.toArray(Tool[]::new))));
            return this;
        }

        /** The factory, with no agent created so far. */
        public AgentFactory build() {
            return new AgentFactory(types);
        }
    }
}

package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolSpec;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools there are, by name, in the order of their registration. Which agent may call which is the {@link ToolDispatcher}'s. Immutable. */
public final class ToolRegistry {
    private static final ToolRegistry EMPTY = builder().build();

    private final Map<String, Tool> tools;

    private ToolRegistry(Map<String, Tool> tools) {
        this.tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    }

    /** No tools. */
    public static ToolRegistry empty() {
        return EMPTY;
    }

    /**
     * These tools.
     *
     * @throws InvalidDefinitionException if two have the same name
     */
    public static ToolRegistry of(Tool... tools) {
        Builder builder = builder();
        for (Tool tool : tools) {
            builder.register(tool);
        }
        return builder.build();
    }

    /** Builds a registry. */
    public static Builder builder() {
        return new Builder();
    }

    /** The tool of a name. */
    public Optional<Tool> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** The names of all tools. */
    public List<String> names() {
        return List.copyOf(tools.keySet());
    }

    /** The specifications of all tools. */
    public List<ToolSpec> specs() {
        return tools.values().stream().map(Tool::spec).toList();
    }

    @Override
    public String toString() {
        return "ToolRegistry" + tools.keySet();
    }

    /** Builds a {@link ToolRegistry}. */
    public static final class Builder {
        private final Map<String, Tool> tools = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a tool.
         *
         * @throws InvalidDefinitionException if there is one of this name
         */
        public Builder register(Tool tool) {
            String name = tool.spec().name();
            Tool other = tools.putIfAbsent(name, tool);
            if (other != null) {
                throw new InvalidDefinitionException("tool '" + name + "' is registered twice, as "
                        + other.getClass().getName() + " and as "
                        + tool.getClass().getName() + "; give one of them another name");
            }
            return this;
        }

        /**
         * Adds tools, those of an {@link AnnotatedTools annotated object} say.
         *
         * @throws InvalidDefinitionException if there is one of the same name
         */
        public Builder registerAll(Collection<? extends Tool> all) {
            all.forEach(this::register);
            return this;
        }

        /** The registry. */
        public ToolRegistry build() {
            return new ToolRegistry(tools);
        }
    }
}

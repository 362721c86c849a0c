package ai.netra.agents;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an agent together with the type of its output.
 *
 * <p>Keys are what agents refer to each other by: an agent declares the keys it reads, and an orchestrator asks for outcomes by key. Two keys are
 * equal when name and type are. Names are 1 to 100 characters, start with a letter and go on with letters, digits, {@code _}, {@code -} or
 * {@code .}, so that activation ids such as {@code draft[3]} and {@code draft~2} can be read back.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <O> the type of the agent's output
 */
@SuppressWarnings("UnusedTypeParameter") // it types what is read by the key
public final class AgentKey<O> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    private final String name;
    private final Type type;
    private final int hash;
    private final ActivationId firstActivation;

    private AgentKey(String name, Type type) {
        this.name = name;
        this.type = type;
        this.hash = 31 * name.hashCode() + type.hashCode();
        this.firstActivation = new ActivationId(name);
    }

    /**
     * A key for outputs of a class without type parameters.
     *
     * @throws InvalidDefinitionException if the name is malformed
     */
    public static <O> AgentKey<O> of(String name, Class<O> type) {
        return checked(name, type);
    }

    /**
     * A key for outputs of a generic type, captured by {@code new TypeRef<Map<String, Draft>>() {}}.
     *
     * @throws InvalidDefinitionException if the name is malformed
     */
    public static <O> AgentKey<O> of(String name, TypeRef<O> type) {
        return checked(name, type.type());
    }

    /**
     * A key for lists of one element class.
     *
     * @throws InvalidDefinitionException if the name is malformed
     */
    public static <E> AgentKey<List<E>> listOf(String name, Class<E> element) {
        return checked(name, TypeRef.listOf(element).type());
    }

    private static <O> AgentKey<O> checked(String name, Type type) {
        Objects.requireNonNull(type, "type");
        if (!NAME.matcher(name).matches()) {
            throw new InvalidDefinitionException("agent name '" + name
                    + "' is malformed; use 1 to 100 letters, digits, '_', '-' or '.', starting with a letter");
        }
        return new AgentKey<>(name, type);
    }

    /** The agent's name, unique among the agents of one orchestrator. */
    public String name() {
        return name;
    }

    /** The type of the agent's output, type arguments included. */
    public Type type() {
        return type;
    }

    /** The id of the first activation of this agent: its bare name. */
    ActivationId firstActivation() {
        return firstActivation;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof AgentKey<?> key
                        && hash == key.hash
                        && name.equals(key.name)
                        && type.equals(key.type));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Name and type, for messages: {@code draft: com.example.Draft}. */
    @Override
    public String toString() {
        return name + ": " + type.getTypeName();
    }
}

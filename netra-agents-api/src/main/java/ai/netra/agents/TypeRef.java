package ai.netra.agents;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A full generic type, captured by an anonymous subclass: {@code new TypeRef<Map<String, Draft>>() {}}.
 *
 * @param <T> the type captured
 */
public abstract class TypeRef<T> {
    private final Type type;

    /**
     * Captures the type argument of the subclass.
     *
     * @throws InvalidDefinitionException if the subclass names no type argument
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new InvalidDefinitionException(
                    "TypeRef without a type argument; write new TypeRef<Map<String, Draft>>() {}, arguments included");
        }
        this.type = parameterized.getActualTypeArguments()[0];
    }

    private TypeRef(Type type) {
        this.type = type;
    }

    static <E> TypeRef<List<E>> listOf(Class<E> element) {
        return new TypeRef<>(new Parameterized(List.class, List.of(element))) {};
    }

    /** The type captured. */
    public final Type type() {
        return type;
    }

    /** A parameterized type that equals the JDK's own of the same parts. */
    private record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        @SuppressWarnings("NullAway") // the JDK's contract: null for a top-level type
        public Type getOwnerType() {
            return null;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ParameterizedType that
                    && that.getOwnerType() == null
                    && raw.equals(that.getRawType())
                    && Arrays.equals(getActualTypeArguments(), that.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(getActualTypeArguments()) ^ raw.hashCode();
        }

        @Override
        public String toString() {
            return getTypeName();
        }

        @Override
        public String getTypeName() {
            return raw.getName() + "<" + arguments.getFirst().getTypeName() + ">";
        }
    }
}

package ai.netra.agents;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named plain values that accompany a request or an event: strings, numbers, booleans, and lists of those.
 *
 * <p>Whole numbers are kept as {@link Long} and others as {@link Double}, so that a value read back from JSON equals the one written. Immutable and
 * thread-safe; iteration is in the order of insertion.
 */
public final class Attributes {
    private static final Attributes EMPTY = new Attributes(Map.of());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** No attributes. */
    public static Attributes empty() {
        return EMPTY;
    }

    /** One attribute. See {@link #with}. */
    public static Attributes of(String name, Object value) {
        return EMPTY.with(name, value);
    }

    /** All entries of a map, each as by {@link #with}. */
    public static Attributes copyOf(Map<String, ?> values) {
        if (values.isEmpty()) {
            return EMPTY;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(named(name), normalized(name, value)));
        return new Attributes(Collections.unmodifiableMap(copy));
    }

    /**
     * These attributes and one more, which replaces one of the same name.
     *
     * @throws InvalidDefinitionException if the name is blank, or the value is not a string, number, boolean or list of those
     */
    public Attributes with(String name, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.put(named(name), normalized(name, value));
        return new Attributes(Collections.unmodifiableMap(copy));
    }

    /** Whether there is an attribute of this name. */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /**
     * A string.
     *
     * @throws InvalidDefinitionException if the value is of another type
     */
    public Optional<String> text(String name) {
        return typed(name, String.class, "a string");
    }

    /**
     * A whole number.
     *
     * @throws InvalidDefinitionException if the value is of another type
     */
    public Optional<Long> integer(String name) {
        return typed(name, Long.class, "a whole number");
    }

    /**
     * A number, whole or not.
     *
     * @throws InvalidDefinitionException if the value is of another type
     */
    public Optional<Double> number(String name) {
        return typed(name, Number.class, "a number").map(Number::doubleValue);
    }

    /**
     * A boolean.
     *
     * @throws InvalidDefinitionException if the value is of another type
     */
    public Optional<Boolean> flag(String name) {
        return typed(name, Boolean.class, "a boolean");
    }

    /**
     * A list of strings, numbers or booleans; empty where there is none.
     *
     * @throws InvalidDefinitionException if the value is of another type
     */
    public List<?> list(String name) {
        return typed(name, List.class, "a list").orElse(List.of());
    }

    /** All of them: String, Long, Double, Boolean, or a List of those. Unmodifiable. */
    public Map<String, Object> asMap() {
        return values;
    }

    private <T> Optional<T> typed(String name, Class<T> type, String wanted) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new InvalidDefinitionException(
                    "attribute '" + name + "' is a " + value.getClass().getSimpleName() + "; pass " + wanted);
        }
        return Optional.of(type.cast(value));
    }

    private static String named(String name) {
        if (name.isBlank()) {
            throw new InvalidDefinitionException("an attribute has a blank name; give it one, such as workload_id");
        }
        return name;
    }

    private static Object normalized(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(scalar(name, element)));
            return Collections.unmodifiableList(copy);
        }
        return scalar(name, value);
    }

    private static Object scalar(String name, @Nullable Object value) {
        return switch (value) {
            case null ->
                throw new InvalidDefinitionException(
                        "attribute '" + name + "' is or holds null; leave out what there is not");
            case String text -> text;
            case Boolean flag -> flag;
            case Long number -> number;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Double number when Double.isFinite(number) -> number;
            case Float number when Float.isFinite(number) -> number.doubleValue();
            default ->
                throw new InvalidDefinitionException(
                        "attribute '" + name + "' holds " + value.getClass().getName()
                                + "; pass a string, a whole or finite number, a boolean, or a list of those");
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only: values may be private. */
    @Override
    public String toString() {
        return "Attributes" + values.keySet();
    }
}

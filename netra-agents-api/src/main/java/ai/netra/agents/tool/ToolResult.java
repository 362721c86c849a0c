package ai.netra.agents.tool;

import ai.netra.agents.NetraException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a tool call gave: a value, or an error. Never an exception for what a model can cause. Immutable, as far as the value is. */
public final class ToolResult {
    private final @Nullable Object value;
    private final @Nullable ToolError error;
    private final @Nullable Function<Class<?>, ?> reader;

    private ToolResult(@Nullable Object value, @Nullable ToolError error, @Nullable Function<Class<?>, ?> reader) {
        this.value = value;
        this.error = error;
        this.reader = reader;
    }

    /** A value: a record, string, number, boolean, list or map that has a JSON form. */
    public static ToolResult of(Object value) {
        return new ToolResult(Objects.requireNonNull(value, "value"), null, null);
    }

    /**
     * A value that was kept as JSON and read back.
     *
     * @param value the value in plain form: text, numbers, booleans, and lists and maps of those
     * @param reader the value as a type
     */
    public static ToolResult recorded(Object value, Function<Class<?>, ?> reader) {
        return new ToolResult(Objects.requireNonNull(value, "value"), null, Objects.requireNonNull(reader, "reader"));
    }

    /** The tool says that it could not do it. */
    public static ToolResult failure(String message) {
        return failure(new ToolError(ToolErrorKind.EXECUTION_FAILED, message, ""));
    }

    /** The call failed. */
    public static ToolResult failure(ToolError error) {
        return new ToolResult(null, Objects.requireNonNull(error, "error"), null);
    }

    /** Whether there is a value. */
    public boolean success() {
        return error == null;
    }

    /** The value, where the call succeeded. */
    public Optional<Object> value() {
        return Optional.ofNullable(value);
    }

    /** The error, where the call failed. */
    public Optional<ToolError> error() {
        return Optional.ofNullable(error);
    }

    /**
     * The value as its type.
     *
     * @throws ToolCallException if the call failed, or the value is of another type
     * @throws NetraException if the value was read back, and does not fit the type
     */
    public <T> T as(Class<T> type) {
        if (error != null) {
            throw new ToolCallException(error);
        }
        if (reader != null && !type.isInstance(value)) {
            return type.cast(reader.apply(type));
        }
        if (!type.isInstance(value)) {
            throw new ToolCallException(new ToolError(
                    ToolErrorKind.INVALID_RESULT,
                    "the tool returned a "
                            + (value == null ? "null" : value.getClass().getName()) + ", not a " + type.getName(),
                    type.getName()));
        }
        return type.cast(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToolResult that
                && Objects.equals(value, that.value)
                && Objects.equals(error, that.error);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, error);
    }

    @Override
    public String toString() {
        return error == null ? "ToolResult[success]" : "ToolResult[" + error + "]";
    }
}

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
    private final @Nullable Throwable cause;

    private ToolResult(
            @Nullable Object value,
            @Nullable ToolError error,
            @Nullable Function<Class<?>, ?> reader,
            @Nullable Throwable cause) {
        this.value = value;
        this.error = error;
        this.reader = reader;
        this.cause = cause;
    }

    /** A value: a record, string, number, boolean, list or map that has a JSON form. */
    public static ToolResult of(Object value) {
        return new ToolResult(Objects.requireNonNull(value, "value"), null, null, null);
    }

    /**
     * A value that was kept as JSON and read back.
     *
     * @param value the value in plain form: text, numbers, booleans, and lists and maps of those
     * @param reader the value as a type
     */
    public static ToolResult recorded(Object value, Function<Class<?>, ?> reader) {
        return new ToolResult(
                Objects.requireNonNull(value, "value"), null, Objects.requireNonNull(reader, "reader"), null);
    }

    /** The tool says that it could not do it. */
    public static ToolResult failure(String message) {
        return failure(new ToolError(ToolErrorKind.EXECUTION_FAILED, message, ""));
    }

    /** The call failed. */
    public static ToolResult failure(ToolError error) {
        return new ToolResult(null, Objects.requireNonNull(error, "error"), null, null);
    }

    /** The call failed by an exception, which is for those who call from code, and not for models: it may say anything. */
    public static ToolResult failure(ToolError error, Throwable cause) {
        return new ToolResult(null, Objects.requireNonNull(error, "error"), null, cause);
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

    /** What the tool threw, if it did; never recorded, so that there is none in a run that was gone on with. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /**
     * The value as its type.
     *
     * @throws ToolCallException if the call failed, or the value is of another type
     * @throws NetraException if the value was read back, and does not fit the type
     */
    public <T> T as(Class<T> type) {
        if (error != null) {
            throw new ToolCallException(error, cause);
        }
        if (reader != null && !type.isInstance(value)) {
            return type.cast(reader.apply(type));
        }
        if (!type.isInstance(value)) {
            throw new ToolCallException(
                    new ToolError(
                            ToolErrorKind.INVALID_RESULT,
                            "the tool returned a "
                                    + (value == null ? "null" : value.getClass().getName()) + ", not a "
                                    + type.getName(),
                            type.getName()),
                    null);
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

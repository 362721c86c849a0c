package ai.netra.agents.tools.json;

import ai.netra.agents.NetraException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * JSON that does not fit its type, or a value that has no JSON form.
 *
 * <p>The message names path and types, never contents: what is read may be private. The one exception is the message of a record's own constructor,
 * where that threw a {@link NetraException}. For the same reason the parser's exception is not kept as cause.
 */
public final class JsonException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String expected;
    private final int line;
    private final int column;

    JsonException(String message, String path, String expected, int line, int column, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
        this.expected = expected;
        this.line = line;
        this.column = column;
    }

    /** Where in the JSON: {@code $} is the whole, {@code $.models[2].price} a member of the third element. */
    public String path() {
        return path;
    }

    /** What would have been right there, in type terms; empty where there is nothing to say. */
    public String expected() {
        return expected;
    }

    /** The line in the text read, from 1. Empty for values being written. */
    public OptionalInt line() {
        return line > 0 ? OptionalInt.of(line) : OptionalInt.empty();
    }

    /** The column in the text read, from 1. Empty for values being written. */
    public OptionalInt column() {
        return column > 0 ? OptionalInt.of(column) : OptionalInt.empty();
    }
}

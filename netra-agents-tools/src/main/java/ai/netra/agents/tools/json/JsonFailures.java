package ai.netra.agents.tools.json;

import ai.netra.agents.NetraException;
import java.lang.reflect.Type;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what Jackson found wrong in paths and types, without the contents that its own messages quote. */
final class JsonFailures {
    private static final int LONGEST_NAME = 60;

    private JsonFailures() {}

    static JsonException empty(Type type) {
        return new JsonException(
                "the text is empty; expected " + wanted(type) + " as JSON", "$", wanted(type), 0, 0, null);
    }

    static JsonException nothing(Type type) {
        return new JsonException("$ is null; expected " + wanted(type), "$", wanted(type), 0, 0, null);
    }

    static JsonException trailing(JsonParser parser, Type type) {
        TokenStreamLocation location = parser.currentTokenLocation();
        return failure(
                "there is more text after the end of the JSON value; expected " + wanted(type) + " and nothing else",
                "$",
                "",
                location,
                null);
    }

    static JsonException reading(JacksonException e, Type type, Tags tags) {
        String path = path(e.getPath());
        TokenStreamLocation location = e.getLocation();
        return switch (e) {
            case InvalidNullException missing -> {
                String name = missing.getPropertyName() == null
                        ? ""
                        : missing.getPropertyName().getSimpleName();
                String member = path.endsWith("." + printable(name)) ? path : path + "." + printable(name);
                yield failure(
                        member + " is missing or null; expected " + wanted(missing.getTargetType()),
                        member,
                        wanted(missing.getTargetType()),
                        location,
                        null);
            }
            case InvalidTypeIdException unknown -> {
                Class<?> base = unknown.getBaseType().getRawClass();
                String expected = tags.of(base)
                        .map(tag -> tag.property() + " to be one of "
                                + String.join(
                                        ", ",
                                        tag.below(base).stream()
                                                .map(Map.Entry::getKey)
                                                .toList()))
                        .orElse("the tag of a " + base.getName());
                yield failure(
                        path + " names no case of " + base.getSimpleName() + "; expected " + expected,
                        path,
                        expected,
                        location,
                        null);
            }
            case ValueInstantiationException refused ->
                refused(refused.getType().getRawClass(), refused.getCause(), path, location);
            case InvalidDefinitionException undefined ->
                failure(
                        path + ": values of " + undefined.getType().toCanonical()
                                + " cannot be read; JsonCodec.verify(type) says why",
                        path,
                        "",
                        location,
                        null);
            case MismatchedInputException mismatch -> {
                Class<?> target = mismatch.getTargetType();
                String wanted = target == null ? wanted(type) : wanted(target);
                String found = found(mismatch.getCurrentToken());
                String what = found.isEmpty()
                        ? " does not fit"
                        : found.equals(simple(wanted)) ? " is not a valid one" : " is " + found;
                yield failure(path + what + "; expected " + wanted, path, wanted, location, null);
            }
            case StreamConstraintsException tooMuch ->
                failure(
                        "the JSON is too deep, long or large at " + path + "; expected " + wanted(type),
                        path,
                        "",
                        location,
                        null);
            case InputCoercionException outOfRange -> {
                String wanted = wanted(outOfRange.getTargetType());
                yield failure(path + " is a number out of range; expected " + wanted, path, wanted, location, null);
            }
            case StreamReadException malformed ->
                failure(
                        "the text is not well-formed JSON, or repeats a member, at " + path + "; expected "
                                + wanted(type),
                        path,
                        wanted(type),
                        location,
                        null);
            default -> {
                Throwable cause = e.getCause();
                yield cause == null
                        ? failure(
                                path + " cannot be read; expected " + wanted(type), path, wanted(type), location, null)
                        : refused(raw(type), cause, path, location);
            }
        };
    }

    static JsonException writing(JacksonException e, Type type) {
        String path = path(e.getPath());
        String what = switch (e) {
            case FiniteModule.NotFinite number -> number.getOriginalMessage();
            case InvalidDefinitionException undefined ->
                "a " + undefined.getType().toCanonical()
                        + " has no JSON form; use a record, a collection, a map or a scalar";
            case StreamConstraintsException deep -> "the value is nested too deeply, or contains itself";
            default ->
                e.getCause() == null
                        ? "the value has no JSON form"
                        : "reading the value threw " + e.getCause().getClass().getName() + ownWords(e.getCause());
        };
        return new JsonException(
                path + " of " + type.getTypeName() + " cannot be written: " + what,
                path,
                "",
                0,
                0,
                userCause(e.getCause()));
    }

    private static JsonException refused(
            Class<?> type, @Nullable Throwable cause, String path, @Nullable TokenStreamLocation location) {
        String why = cause == null
                ? ""
                : ownWords(cause).isEmpty() ? ": " + cause.getClass().getName() : ownWords(cause);
        return failure(
                path + " is refused by " + type.getSimpleName() + why, path, wanted(type), location, userCause(cause));
    }

    /** Only our own exceptions promise messages without contents. */
    private static String ownWords(Throwable cause) {
        return cause instanceof NetraException ? ": " + cause.getMessage() : "";
    }

    private static @Nullable Throwable userCause(@Nullable Throwable cause) {
        return cause instanceof NetraException ? cause : null;
    }

    private static JsonException failure(
            String message,
            String path,
            String expected,
            @Nullable TokenStreamLocation location,
            @Nullable Throwable cause) {
        int line = location == null ? 0 : Math.max(0, location.getLineNr());
        int column = location == null ? 0 : Math.max(0, location.getColumnNr());
        String where = line > 0 ? " (line " + line + ", column " + column + ")" : "";
        return new JsonException(message + where, path, expected, line, column, cause);
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference reference : references) {
            String name = reference.getPropertyName();
            if (name != null) {
                path.append('.').append(printable(name));
            } else if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    /** A name that may come from the text read: without control characters, and not long. */
    static String printable(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().limit(LONGEST_NAME).forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return name.codePointCount(0, name.length()) > LONGEST_NAME ? safe + "…" : safe.toString();
    }

    private static String found(@Nullable JsonToken token) {
        if (token == null) {
            return "";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "";
        };
    }

    private static String simple(String wanted) {
        int bracket = wanted.indexOf(" (");
        return bracket < 0 ? wanted : wanted.substring(0, bracket);
    }

    private static Class<?> raw(Type type) {
        return type instanceof Class<?> c ? c : Object.class;
    }

    /** A type in the words of JSON. */
    static String wanted(@Nullable Type type) {
        if (type == null) {
            return "another type";
        }
        if (!(type instanceof Class<?> c)) {
            return type.getTypeName();
        }
        if (c.isEnum()) {
            return "a string (one of "
                    + String.join(
                            ", ",
                            java.util.Arrays.stream(c.getEnumConstants())
                                    .map(constant -> Components.wireConstant(((Enum<?>) constant).name()))
                                    .toList())
                    + ")";
        }
        if (CharSequence.class.isAssignableFrom(c)) {
            return "a string";
        }
        if (c == boolean.class || c == Boolean.class) {
            return "a boolean";
        }
        if (c == int.class || c == long.class || c == short.class || c == byte.class) {
            return "a whole number (" + c.getName() + ")";
        }
        if (c == double.class || c == float.class || Number.class.isAssignableFrom(c)) {
            boolean whole = c == Integer.class
                    || c == Long.class
                    || c == Short.class
                    || c == Byte.class
                    || c == java.math.BigInteger.class;
            return (whole ? "a whole number (" : "a number (") + c.getSimpleName() + ")";
        }
        if (Temporal.class.isAssignableFrom(c) || TemporalAmount.class.isAssignableFrom(c)) {
            return "a string (ISO 8601 " + c.getSimpleName() + ")";
        }
        if (c.isArray() || Collection.class.isAssignableFrom(c)) {
            return "an array";
        }
        if (Map.class.isAssignableFrom(c)) {
            return "an object";
        }
        if (ApiModule.TEXTS.contains(c)) {
            return "a string (" + c.getSimpleName() + ")";
        }
        return "an object (" + c.getSimpleName() + ")";
    }
}

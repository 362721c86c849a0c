package ai.netra.agents.core.journal;

import ai.netra.agents.Outcome;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.lang.reflect.Type;
import java.util.Objects;

/**
 * A value of a journal that was read back: its JSON, until somebody asks for it who knows its type. Equal to another of the same JSON value, whatever
 * the order of members and the form of numbers. Immutable and thread-safe.
 */
public final class Encoded {
    private final String text;
    private final JsonCodec codec;

    /**
     * Holds a value.
     *
     * @param text one JSON value, as the codec wrote it or read it into a {@link JsonText}
     */
    public Encoded(String text, JsonCodec codec) {
        this.text = Objects.requireNonNull(text, "text");
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * An outcome with its output as a type, where that was read back; otherwise as it is.
     *
     * @throws ai.netra.agents.tools.json.JsonException if the output does not fit the type
     */
    @SuppressWarnings("unchecked") // an output is of its agent's type
    public static <T> Outcome<T> typed(Outcome<?> outcome, Type type) {
        if (outcome instanceof Outcome.Succeeded<?> succeeded && succeeded.value() instanceof Encoded encoded) {
            return new Outcome.Succeeded<>((T) encoded.as(type));
        }
        if (outcome instanceof Outcome.Degraded<?> degraded && degraded.value() instanceof Encoded encoded) {
            return new Outcome.Degraded<>((T) encoded.as(type), degraded.cause());
        }
        return (Outcome<T>) outcome;
    }

    /** The value as JSON text. */
    public String text() {
        return text;
    }

    /**
     * The value as a type that is known at run time, such as that of an agent's key.
     *
     * @throws ai.netra.agents.tools.json.JsonException if it does not fit
     */
    public Object as(Type type) {
        return codec.decode(text, type);
    }

    /**
     * The value as a class without type parameters.
     *
     * @throws ai.netra.agents.tools.json.JsonException if it does not fit
     */
    public <T> T as(Class<T> type) {
        return codec.decode(text, type);
    }

    private String canonical() {
        return codec.canonical(new JsonText(text));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded that
                && (text.equals(that.text) || canonical().equals(that.canonical()));
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    /** The length, not the text. */
    @Override
    public String toString() {
        return "Encoded[" + text.length() + " characters]";
    }
}

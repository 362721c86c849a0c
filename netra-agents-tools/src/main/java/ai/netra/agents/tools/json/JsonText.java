package ai.netra.agents.tools.json;

import java.util.Objects;

/**
 * A JSON value as its text: the place in a record or map for what is read later, or by somebody else. {@link JsonCodec} writes the text as it is, and
 * reads any JSON value into one, with every digit of its numbers; white space around its parts is not kept. Equal where the texts are;
 * {@link JsonCodec#canonical} brings those of the same value into one.
 *
 * @param text one JSON value; not checked, so that text from elsewhere is decoded first
 */
public record JsonText(String text) {
    /** Refuses null. */
    public JsonText {
        Objects.requireNonNull(text, "text");
    }

    /** The length, not the text. */
    @Override
    public String toString() {
        return "JsonText[" + text.length() + " characters]";
    }
}

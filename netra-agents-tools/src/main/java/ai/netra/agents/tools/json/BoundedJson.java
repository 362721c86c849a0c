package ai.netra.agents.tools.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes values for a model to read, of those that are too long the beginning, which says that it is one. */
public final class BoundedJson {
    private BoundedJson() {}

    /**
     * An object with a member that may be long: whole, or in its place {@code NAME_begins}, a string with the beginning of its JSON, {@code
     * shown_characters}, {@code of_characters}, and {@code note}, if there is one.
     *
     * @param around the members before it
     * @param name the member's name
     * @param value its value, such as a {@link JsonText}
     * @param most how many characters the object may take, which must be more than those around the beginning
     * @param note what to tell the reader about what is left out; empty for nothing
     */
    public static String write(
            JsonCodec codec, Map<String, ?> around, String name, Object value, int most, String note) {
        Map<String, Object> all = new LinkedHashMap<>(around);
        all.put(name, value);
        String whole = codec.encode(all);
        if (whole.length() <= most) {
            return whole;
        }
        String json = value instanceof JsonText known ? known.text() : codec.encode(value);
        int shown = Math.min(json.length(), most);
        while (true) {
            shown -= shown > 0 && Character.isHighSurrogate(json.charAt(shown - 1)) ? 1 : 0;
            Map<String, Object> cut = new LinkedHashMap<>(around);
            cut.put(name + "_begins", json.substring(0, shown));
            cut.put("shown_characters", shown);
            cut.put("of_characters", json.length());
            if (!note.isEmpty()) {
                cut.put("note", note);
            }
            String text = codec.encode(cut);
            if (text.length() <= most || shown == 0) {
                return text;
            }
            shown = Math.max(0, shown - Math.max(1, (text.length() - most) / 2)); // escapes take more
        }
    }
}

package ai.netra.agents.anthropic;

import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema as the API takes it: it answers 400 to bounds on numbers, texts and arrays. */
final class SentSchema {
    private static final Set<String> BOUNDS = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");

    private SentSchema() {}

    static Object of(JsonSchema schema) {
        JsonText text = new JsonText(schema.text());
        try {
            return JsonCodec.standard()
                    .plain(text)
                    .filter(tree -> tree instanceof Map<?, ?>)
                    .map(tree -> schema(tree))
                    .orElse(text);
        } catch (JsonException notJson) { // the API says so better
            return text;
        }
    }

    private static @Nullable Object schema(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> members)) {
            return node;
        }
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            switch (String.valueOf(name)) {
                case "properties", "$defs" -> kept.put(String.valueOf(name), byName(value));
                case "enum", "const", "required", "default", "examples" -> kept.put(String.valueOf(name), value);
                default -> {
                    if (!BOUNDS.contains(String.valueOf(name))) {
                        kept.put(
                                String.valueOf(name),
                                value instanceof List<?> list
                                        ? list.stream().map(SentSchema::schema).toList()
                                        : schema(value));
                    }
                }
            }
        });
        return kept;
    }

    /** What stands under a name here is a schema; the name may be any. */
    private static @Nullable Object byName(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> members)) {
            return node;
        }
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        members.forEach((name, value) -> kept.put(String.valueOf(name), schema(value)));
        return kept;
    }
}

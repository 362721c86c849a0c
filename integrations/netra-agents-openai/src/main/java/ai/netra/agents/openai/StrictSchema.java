package ai.netra.agents.openai;

import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a schema is in the subset that OpenAI enforces to the letter: an object whose members are all required, with no others allowed, and so on down;
 * with few keywords. Others are refused if they are asked for strictly.
 */
final class StrictSchema {
    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "$ref",
            "$defs",
            "type",
            "title",
            "description",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "anyOf");

    private StrictSchema() {}

    static boolean isStrict(JsonSchema schema) {
        try {
            return JsonCodec.standard()
                    .plain(new JsonText(schema.text()))
                    .filter(tree -> tree instanceof Map<?, ?> root && "object".equals(root.get("type")) && fits(root))
                    .isPresent();
        } catch (JsonException notJson) {
            return false;
        }
    }

    private static boolean fits(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> schema) || !KEYWORDS.containsAll(schema.keySet())) {
            return false;
        }
        Object properties = schema.get("properties");
        boolean isObject = "object".equals(schema.get("type")) || properties != null;
        if (isObject) {
            Set<?> names = properties instanceof Map<?, ?> members ? members.keySet() : Set.of();
            Object required = schema.get("required");
            Collection<?> needed = required instanceof List<?> list ? list : List.of();
            if (!Boolean.FALSE.equals(schema.get("additionalProperties")) || !needed.containsAll(names)) {
                return false;
            }
        }
        return allFit(properties)
                && allFit(schema.get("$defs"))
                && allFit(schema.get("anyOf"))
                && (schema.get("items") == null || fits(schema.get("items")));
    }

    private static boolean allFit(@Nullable Object schemas) {
        return switch (schemas) {
            case null -> true;
            case Map<?, ?> byName -> byName.values().stream().allMatch(StrictSchema::fits);
            case List<?> list -> list.stream().allMatch(StrictSchema::fits);
            default -> false;
        };
    }
}

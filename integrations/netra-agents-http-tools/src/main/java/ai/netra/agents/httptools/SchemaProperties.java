package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The names that a schema of arguments gives them, and its plain form. */
final class SchemaProperties {
    private SchemaProperties() {}

    static Set<String> of(JsonSchema schema) {
        Set<String> names = new LinkedHashSet<>();
        objectIn(parsed(schema.text(), "the schema of the arguments"), "properties")
                .keySet()
                .forEach(names::add);
        return names;
    }

    /** JSON text that is an object, in plain form. */
    static Map<String, Object> parsed(String json, String what) {
        try {
            return object(JsonCodec.standard().plain(new JsonText(json)).orElse(""), what);
        } catch (JsonException e) {
            throw new InvalidDefinitionException(what + " is not JSON: " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // names in JSON are strings
    static Map<String, Object> object(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new InvalidDefinitionException(what + " is not a JSON object");
    }

    /** The member that is an object; an empty one where there is none. */
    static Map<String, Object> objectIn(Map<String, Object> of, String name) {
        return of.get(name) instanceof Map<?, ?> found ? object(found, name) : Map.of();
    }
}

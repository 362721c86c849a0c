package ai.netra.agents.langchain4j;

import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specifications of tools, whose schemas LangChain4j wants in pieces: the members of an object, each of which may be as it is. */
final class ToolSchemas {
    private static final JsonCodec CODEC = JsonCodec.standard();

    private ToolSchemas() {}

    static ToolSpecification specification(ToolSpec spec) {
        Map<?, ?> schema =
                (Map<?, ?>) CODEC.plain(new JsonText(spec.arguments().text())).orElse(Map.of());
        JsonObjectSchema.Builder object = JsonObjectSchema.builder().addProperties(elements(schema.get("properties")));
        if (schema.get("required") instanceof List<?> required) {
            object.required(required.stream().map(String::valueOf).toList());
        }
        if (schema.get("additionalProperties") instanceof Boolean allowed) {
            object.additionalProperties(allowed);
        }
        if (schema.get("description") instanceof String description) {
            object.description(description);
        }
        Map<String, JsonSchemaElement> definitions = elements(schema.get("$defs"));
        if (!definitions.isEmpty()) {
            object.definitions(definitions);
        }
        return ToolSpecification.builder()
                .name(spec.name())
                .description(spec.description())
                .parameters(object.build())
                .build();
    }

    private static Map<String, JsonSchemaElement> elements(@Nullable Object schemas) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        if (schemas instanceof Map<?, ?> members) {
            members.forEach(
                    (name, schema) -> elements.put(String.valueOf(name), JsonRawSchema.from(CODEC.encode(schema))));
        }
        return elements;
    }
}

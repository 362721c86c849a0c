package ai.netra.agents.tools.json;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.JsonSchema;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks JSON against a schema of draft 2020-12, and says what is wrong in words a model can act on.
 *
 * <p>Formats are not asserted, and references to other documents not fetched. Models often write null for what they leave out: such members are dropped
 * where that makes the text fit. Thread-safe; the schema is compiled on first use.
 */
public final class JsonSchemaValidator {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode tree;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Schema schema;

    private JsonSchemaValidator(JsonNode tree) {
        this.tree = tree;
    }

    /**
     * A validator for a schema.
     *
     * @throws InvalidDefinitionException if the schema's text is not a JSON object
     */
    public static JsonSchemaValidator of(JsonSchema schema) {
        try {
            JsonNode tree = MAPPER.readTree(schema.text());
            if (tree.isObject()) {
                return new JsonSchemaValidator(tree);
            }
        } catch (JacksonException e) {
            throw new InvalidDefinitionException("a JsonSchema whose text is not well-formed JSON"
                    + (e.getLocation() == null
                            ? ""
                            : ", at line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr())
                    + "; pass a schema, or let JsonCodec.schema(type) write it");
        }
        throw new InvalidDefinitionException(
                "a JsonSchema whose text is not a JSON object; pass one such as {\"type\":\"object\"}");
    }

    /** Whether the schema says at its top that the value is an object. */
    public boolean wantsObject() {
        return tree.path("type").isString() && tree.path("type").stringValue().equals("object");
    }

    /** Checks a text. One that is not JSON has a single problem, at {@code $}. */
    public SchemaCheck check(String json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JacksonException e) {
            return new SchemaCheck(
                    json,
                    List.of(new SchemaProblem(
                            "$", "is not well-formed JSON, or repeats a member" + place(e), wanted())));
        }
        if (node.isMissingNode()) {
            return new SchemaCheck(json, List.of(new SchemaProblem("$", "is empty", wanted())));
        }
        Schema compiled = compiled();
        List<com.networknt.schema.Error> errors = compiled.validate(node);
        if (errors.isEmpty()) {
            return new SchemaCheck(json, List.of());
        }
        if (dropNulls(node) && compiled.validate(node).isEmpty()) {
            return new SchemaCheck(node.toString(), List.of());
        }
        return new SchemaCheck(json, SchemaProblems.of(errors, tree));
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private String wanted() {
        return wantsObject() ? "a JSON object" : "JSON";
    }

    private Schema compiled() {
        Schema known = schema;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(tree.toString(), InputFormat.JSON);
            schema = compiled;
            return compiled;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there was any. */
    private static boolean dropNulls(JsonNode node) {
        boolean dropped = false;
        if (node instanceof ObjectNode object) {
            List<String> nulls = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue().isNull()) {
                    nulls.add(member.getKey());
                } else {
                    dropped |= dropNulls(member.getValue());
                }
            }
            object.remove(nulls);
            dropped |= !nulls.isEmpty();
        } else if (node instanceof ArrayNode array) {
            for (JsonNode element : array) {
                dropped |= dropNulls(element);
            }
        }
        return dropped;
    }
}

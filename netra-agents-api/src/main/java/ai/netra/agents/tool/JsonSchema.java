package ai.netra.agents.tool;

/**
 * A JSON Schema (draft 2020-12) as opaque text: made and checked by the tools module, passed on as it is by everything else.
 *
 * @param text the schema, as JSON
 */
public record JsonSchema(String text) {
    /** As the constructor. */
    public static JsonSchema of(String text) {
        return new JsonSchema(text);
    }
}

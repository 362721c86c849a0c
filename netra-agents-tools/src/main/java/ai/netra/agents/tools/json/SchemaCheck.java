package ai.netra.agents.tools.json;

import java.util.List;

/**
 * What checking a JSON text against a schema gave.
 *
 * @param json the text to go on with: the one checked, without members that are null where the schema has them left out instead
 * @param problems what the schema does not allow, the first few; empty if the text fits
 */
public record SchemaCheck(String json, List<SchemaProblem> problems) {
    /** Copies the problems. */
    public SchemaCheck {
        problems = List.copyOf(problems);
    }

    /** Whether the text fits. */
    public boolean fits() {
        return problems.isEmpty();
    }
}

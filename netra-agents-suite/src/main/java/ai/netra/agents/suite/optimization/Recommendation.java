package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.supply.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something to do.
 *
 * @param type the kind of strategy it carries out, or {@code measurement}
 * @param description what to do
 * @param parameters with what
 * @param priority how much it matters
 * @param impact what it is expected to do
 */
public record Recommendation(
        String type, String description, Map<String, Setting> parameters, Level priority, ExpectedImpact impact) {
    /** Copies the map, in order. */
    public Recommendation {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}

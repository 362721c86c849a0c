package ai.netra.agents.suite.supply;

import ai.netra.agents.tool.Description;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An action, as far as it says what is to serve a workload.
 *
 * @param id the action's id
 * @param type its type: routing, tiering, scaling or fallback; others configure nothing
 * @param parameters its parameters: {@code model}, {@code from_model}, {@code tier_model}, {@code fallback_model}, {@code when}, {@code replicas}
 */
public record SupplyAction(
        @Description("the id of the action") String id,
        @Description("routing, tiering, scaling or fallback") String type,
        @Description("model, from_model, tier_model, fallback_model, when, replicas") Map<String, Setting> parameters) {
    /** Copies the map, in order. */
    public SupplyAction {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}

package ai.netra.agents.suite.supply;

import ai.netra.agents.tool.Description;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An action, as far as it says what is to serve a workload.
 *
 * @param id the action's id
 * @param type its type: routing, tiering, scaling, fallback or measurement; others configure nothing
 * @param parameters its parameters: {@code model}, {@code from_model}, {@code feature}, {@code tier_model}, {@code up_to_input_tokens},
 *     {@code fallback_model}, {@code when}, {@code replicas}, {@code tier_replicas}, {@code field}
 */
public record SupplyAction(
        @Description("the id of the action") String id,

        @Description("routing, tiering, scaling, fallback or measurement")
        String type,

        @Description("model, from_model, feature, tier_model, up_to_input_tokens, fallback_model, when, replicas,"
                + " tier_replicas, field")
        Map<String, Setting> parameters) {
    /** Copies the map, in order. */
    public SupplyAction {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One thing to do.
 *
 * @param type what kind of thing
 * @param description what to do and why, in a sentence or two
 * @param parameters the settings of a change, by name: {@code model}, {@code from_model}, {@code feature}, {@code when}, {@code replicas},
 *     {@code tier_model}, {@code up_to_input_tokens}, {@code fallback_model}, {@code field}
 * @param priority how soon
 * @param impact what it does, by measure; empty where that is not known
 */
public record Recommendation(
        RecommendationType type,
        String description,
        Map<String, Setting> parameters,
        RequestPriority priority,
        List<Impact> impact) {
    /** Copies the collections, the map in order. */
    public Recommendation {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        impact = List.copyOf(impact);
    }
}

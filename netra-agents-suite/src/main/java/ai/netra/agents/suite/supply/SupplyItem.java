package ai.netra.agents.suite.supply;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One piece of a supply configuration.
 *
 * @param name what it is called, unique in its section
 * @param kind what it is: {@code model_endpoint}, {@code replica_pool}, {@code route}, {@code fallback}, {@code request_log}
 * @param settings its parameters, in order
 */
public record SupplyItem(String name, String kind, Map<String, Setting> settings) {
    /** Copies the map, in order. */
    public SupplyItem {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }
}

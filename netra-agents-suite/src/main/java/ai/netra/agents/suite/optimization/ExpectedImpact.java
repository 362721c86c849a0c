package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.tool.Improvement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a strategy or action is expected to do.
 *
 * @param summary in words
 * @param improvements how measures change against the current configuration; empty where that is not known
 * @param figures what it comes to, by name, whether or not the current configuration is known
 * @param notMeasurable the data that would make the impact measurable; absent if it is measured
 */
public record ExpectedImpact(
        String summary, List<Improvement> improvements, Map<String, Quantity> figures, Optional<String> notMeasurable) {
    /** Copies list and map. */
    public ExpectedImpact {
        improvements = List.copyOf(improvements);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** An impact that was computed. */
    public static ExpectedImpact of(String summary, List<Improvement> improvements, Map<String, Quantity> figures) {
        return new ExpectedImpact(summary, improvements, figures, Optional.empty());
    }

    /** An impact that the data does not say. */
    public static ExpectedImpact unknown(String needed) {
        return new ExpectedImpact("Not measurable with the data at hand.", List.of(), Map.of(), Optional.of(needed));
    }

    /** Whether it was computed. */
    public boolean measured() {
        return notMeasurable.isEmpty();
    }
}

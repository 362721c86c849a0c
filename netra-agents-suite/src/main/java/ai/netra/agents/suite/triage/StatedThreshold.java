package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * A figure that a request states for a measure.
 *
 * @param metric the measure
 * @param bound whether it is a limit, what is so now, or not said
 * @param quantity the figure, stated by the user
 * @param subject the feature or service it is about, where one is named
 */
public record StatedThreshold(Metric metric, ThresholdBound bound, Quantity quantity, Optional<String> subject) {}

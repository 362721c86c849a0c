package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * A condition that an answer must meet.
 *
 * @param metric the measure it limits
 * @param rule {@code at_most}, {@code at_least}, {@code no_increase} or {@code no_decrease}
 * @param limit the figure, for the first two
 * @param subject the feature or service it is about, where one is named
 * @param text the condition in words
 */
public record RequestConstraint(
        Metric metric, String rule, Optional<Quantity> limit, Optional<String> subject, String text) {}

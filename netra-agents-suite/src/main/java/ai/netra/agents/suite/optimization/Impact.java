package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What a change does to one measure. What is not known is absent: without a named current model there is no before, and so no change.
 *
 * @param measure what is measured, such as {@code cost} or {@code latency_p95}
 * @param scope which requests it is about, such as {@code all requests} or {@code feature search}
 * @param before the figure today
 * @param after the figure with the change
 * @param change after - before; negative is less
 * @param share the change divided by before: -0.2 is 20 % less
 */
public record Impact(
        String measure,
        String scope,
        Optional<Quantity> before,
        Optional<Quantity> after,
        Optional<Quantity> change,
        Optional<Quantity> share) {}

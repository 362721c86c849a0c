package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.internal.Shown;
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
        Optional<Quantity> share) {
    /** The measure, its figures and the change: {@code cost of all requests: $5.20 (ESTIMATED) -> $2.60 (ESTIMATED), -50.0 % (ESTIMATED)}. */
    public String inWords() {
        return measure.replace('_', ' ') + " of " + scope + ": "
                + before.map(was -> Shown.of(was) + " -> ").orElse("")
                + after.map(Shown::of).orElse("not known")
                + share.map(part -> ", " + Shown.percent(part)).orElse("");
    }
}

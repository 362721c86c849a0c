package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * How a plan stands with one thing the request demands.
 *
 * @param constraint the demand, in words
 * @param verdict whether it is kept
 * @param limit the figure that may not be passed
 * @param actual the figure the plan comes to
 * @param reason how the verdict came about, and what data is missing if there is none
 */
public record ConstraintCheck(
        String constraint,
        ConstraintVerdict verdict,
        Optional<Quantity> limit,
        Optional<Quantity> actual,
        String reason) {}

package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * A relative change that a request wants, expects or reports.
 *
 * @param kind which of these
 * @param metric what changes; absent where the request does not say
 * @param direction which way
 * @param factor what the measure is multiplied by, stated by the user: 0.8 for 20 % less, absent where no figure is given
 * @param text the words it was read from
 */
public record StatedTarget(
        TargetKind kind, Optional<Metric> metric, ChangeDirection direction, Optional<Quantity> factor, String text) {}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * The most of something in any one minute, the way providers limit it.
 *
 * @param measure {@code requests_per_minute} or {@code tokens_per_minute}
 * @param recorded the most that was recorded
 * @param grown the most with the growth that the request states
 */
public record PeakLoad(String measure, Quantity recorded, Optional<Quantity> grown) {}

package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * How far the data can be relied on. Each figure's basis is its formula.
 *
 * @param completeness the score of sufficiency
 * @param freshness the window asked for over the age of the newest request, at most 1
 * @param reliability the share of rows that were valid, not duplicated and in order
 * @param limitations what could not be had, and why
 */
public record DataQuality(
        Optional<Quantity> completeness,
        Optional<Quantity> freshness,
        Optional<Quantity> reliability,
        List<String> limitations) {
    /** Copies the list. */
    public DataQuality {
        limitations = List.copyOf(limitations);
    }
}

package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;

/**
 * How sound the rows of a workload were when they were loaded. Each row counts once, under the first of malformed, duplicate and out of order that
 * applies. Duplicates and rows out of order are kept; malformed rows cannot be.
 *
 * @param rows all rows seen
 * @param malformed rows that could not be read, where the loader was told to skip them
 * @param duplicates rows equal in every part to another one; the first of them is not counted
 * @param outOfOrder rows that came later than a row with a later time
 */
public record LoadReliability(long rows, long malformed, long duplicates, long outOfOrder) {
    /** Checks that the parts fit the whole. */
    public LoadReliability {
        if (malformed < 0 || duplicates < 0 || outOfOrder < 0 || malformed + duplicates + outOfOrder > rows) {
            throw new InvalidDefinitionException("Of " + rows + " rows, " + malformed + " malformed, " + duplicates
                    + " duplicate and " + outOfOrder + " out of order is not possible; count each row once.");
        }
    }

    /** The counts of both, added. */
    public LoadReliability plus(LoadReliability other) {
        return new LoadReliability(
                rows + other.rows,
                malformed + other.malformed,
                duplicates + other.duplicates,
                outOfOrder + other.outOfOrder);
    }

    /**
     * The share of rows that are valid, not duplicated and in order, from 0 to 1.
     *
     * @throws IllegalStateException if there are no rows
     */
    public Quantity share() {
        if (rows == 0) {
            throw new IllegalStateException("A workload without rows has no reliability; describe it as absent.");
        }
        long sound = rows - malformed - duplicates - outOfOrder;
        return Quantity.measured(
                Quantity.quotient(BigDecimal.valueOf(sound), BigDecimal.valueOf(rows)),
                Unit.RATIO,
                "rows that are valid, deduplicated and in order (" + sound + ") / all rows (" + rows + "); " + malformed
                        + " malformed, " + duplicates + " duplicate, " + outOfOrder + " out of order");
    }
}

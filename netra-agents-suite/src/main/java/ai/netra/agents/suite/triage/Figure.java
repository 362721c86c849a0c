package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;

/**
 * A number with a unit in a request.
 *
 * @param kind what it is a figure of
 * @param value the number, in the unit
 * @param unit the unit: dollars or dollars per month, ratio, milliseconds, or requests per second
 * @param text the words
 * @param start where they begin
 * @param end where they end
 * @param segment the segment they are in
 */
record Figure(
        FigureKind kind, BigDecimal value, Unit unit, String text, int start, int end, RequestText.Segment segment) {
    /** The figure as the user stated it. */
    Quantity quantity() {
        return Quantity.userStated(value, unit, "stated in the request: '" + text + "'");
    }

    Figure in(RequestText.Segment newSegment) {
        return new Figure(kind, value, unit, text, start, end, newSegment);
    }
}

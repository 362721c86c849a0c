package ai.netra.agents.suite.quantity;

import ai.netra.agents.InvalidDefinitionException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * A figure with its unit, its provenance and the basis it stands on.
 *
 * <p>The value is a decimal so that money stays exact; rounding happens only where a figure is shown ({@link #rounded(int)}). Trailing zeros are
 * dropped, so that equal figures are equal objects. A figure that is not known is absent, never zero: use {@code Optional<Quantity>}.
 *
 * @param value the figure, in the unit, without trailing zeros
 * @param unit what it counts
 * @param provenance where it came from
 * @param basis the method, default or source behind it, in words; never blank
 */
public record Quantity(BigDecimal value, Unit unit, Provenance provenance, String basis) {
    private static final MathContext QUOTIENT = MathContext.DECIMAL64;

    /** Checks and normalizes the parts. */
    public Quantity {
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(provenance, "provenance");
        value = normalized(value);
        if (basis.isBlank()) {
            throw new InvalidDefinitionException("The basis of " + value.toPlainString() + " " + unit
                    + " is blank; name the method, default or source the figure stands on.");
        }
    }

    /** A figure read or counted from data. */
    public static Quantity measured(BigDecimal value, Unit unit, String basis) {
        return new Quantity(value, unit, Provenance.MEASURED, basis);
    }

    /** A whole figure read or counted from data. */
    public static Quantity measured(long value, Unit unit, String basis) {
        return measured(BigDecimal.valueOf(value), unit, basis);
    }

    /** A figure that the user or the host's configuration said. */
    public static Quantity userStated(BigDecimal value, Unit unit, String basis) {
        return new Quantity(value, unit, Provenance.USER_STATED, basis);
    }

    /** A figure that a method gave; the basis names the method. */
    public static Quantity estimated(BigDecimal value, Unit unit, String basis) {
        return new Quantity(value, unit, Provenance.ESTIMATED, basis);
    }

    /** A whole figure that a method gave; the basis names the method. */
    public static Quantity estimated(long value, Unit unit, String basis) {
        return estimated(BigDecimal.valueOf(value), unit, basis);
    }

    /** A figure that is a default or an illustration; the basis names it. */
    public static Quantity assumed(BigDecimal value, Unit unit, String basis) {
        return new Quantity(value, unit, Provenance.ASSUMED, basis);
    }

    /**
     * The decimal nearest to a computed binary figure, to 16 significant digits.
     *
     * @throws InvalidDefinitionException if the figure is not finite: a figure that cannot be computed is absent instead
     */
    public static BigDecimal decimal(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidDefinitionException(
                    "The figure " + value + " is not finite; leave a figure that cannot be computed absent.");
        }
        return BigDecimal.valueOf(value);
    }

    /** The quotient of two figures to 16 significant digits. */
    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, QUOTIENT);
    }

    /**
     * The sum with a figure of the same unit, as strong as the weaker of both.
     *
     * @throws InvalidDefinitionException if the units differ
     */
    public Quantity plus(Quantity other, String basisOfSum) {
        return new Quantity(
                value.add(sameUnit(other, "added to").value), unit, provenance.weakest(other.provenance), basisOfSum);
    }

    /**
     * The difference from a figure of the same unit, as strong as the weaker of both.
     *
     * @throws InvalidDefinitionException if the units differ
     */
    public Quantity minus(Quantity other, String basisOfDifference) {
        return new Quantity(
                value.subtract(sameUnit(other, "subtracted from").value),
                unit,
                provenance.weakest(other.provenance),
                basisOfDifference);
    }

    /** The value to so many decimals, half up: for presentation only. Money is shown to the cent with {@code rounded(2)}. */
    public BigDecimal rounded(int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_UP);
    }

    private Quantity sameUnit(Quantity other, String operation) {
        if (other.unit != unit) {
            throw new InvalidDefinitionException("A quantity in " + other.unit + " cannot be " + operation + " one in "
                    + unit + "; convert one of them first.");
        }
        return other;
    }

    private static BigDecimal normalized(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

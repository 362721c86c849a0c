package ai.netra.agents.suite.internal;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Quantities as sentences have them: rounded, with unit and provenance. */
public final class Shown {
    private Shown() {}

    /** The figure, its unit and its provenance, such as {@code $5.20 (ASSUMED)} or {@code 8,819 requests (MEASURED)}. */
    public static String of(Quantity quantity) {
        return figure(quantity) + " (" + quantity.provenance().name() + ")";
    }

    /** The figure and its unit. */
    public static String figure(Quantity quantity) {
        return switch (quantity.unit()) {
            case USD -> "$" + decimals(quantity.value(), 2);
            case USD_PER_MONTH -> "$" + decimals(quantity.value(), 2) + " per month";
            case USD_PER_1M_TOKENS -> "$" + plain(quantity.value()) + " per 1M tokens";
            case RATIO -> plain(quantity.value());
            case REPLICAS ->
                plain(quantity.value()) + (quantity.value().compareTo(BigDecimal.ONE) == 0 ? " replica" : " replicas");
            default -> plain(quantity.value()) + " " + quantity.unit().symbol().replace('_', ' ');
        };
    }

    /** A ratio as a percentage with its sign. */
    public static String percent(Quantity ratio) {
        if (ratio.unit() != Unit.RATIO) {
            throw new InvalidDefinitionException(
                    "A percentage cannot be shown of a quantity in " + ratio.unit() + "; give a ratio.");
        }
        return String.format(
                Locale.ROOT,
                "%+.1f %% (%s)",
                ratio.value().movePointRight(2),
                ratio.provenance().name());
    }

    /** At most two decimals, six for figures below one: what is small is not rounded away. */
    private static String plain(BigDecimal value) {
        int most = value.abs().compareTo(BigDecimal.ONE) < 0 ? 6 : 2;
        BigDecimal rounded = value.setScale(Math.min(Math.max(value.scale(), 0), most), RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return decimals(rounded, Math.max(rounded.scale(), 0));
    }

    private static String decimals(BigDecimal value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}

package ai.netra.agents.suite.cost;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;

/**
 * What tokens cost: {@code (input tokens x input price + output tokens x output price) / 1,000,000}, exact to the last decimal. Nothing is rounded here;
 * money is shown to the cent, half up, by {@link Quantity#rounded(int)}.
 */
public final class TokenCost {
    private static final int PER_MILLION = 6;

    private TokenCost() {}

    /** The exact cost in dollars of that many tokens. */
    public static BigDecimal usd(long inputTokens, long outputTokens, SupplyOption option) {
        return usd(BigDecimal.valueOf(inputTokens), BigDecimal.valueOf(outputTokens), option);
    }

    /**
     * The exact cost of token counts, as strong as the weakest of counts and prices.
     *
     * @throws InvalidDefinitionException if a count is not in tokens
     */
    public static Quantity of(Quantity inputTokens, Quantity outputTokens, SupplyOption option) {
        checkTokens(inputTokens);
        checkTokens(outputTokens);
        Quantity inputPrice = option.inputPrice();
        Quantity outputPrice = option.outputPrice();
        return new Quantity(
                usd(inputTokens.value(), outputTokens.value(), option),
                Unit.USD,
                inputTokens
                        .provenance()
                        .weakest(outputTokens.provenance())
                        .weakest(inputPrice.provenance())
                        .weakest(outputPrice.provenance()),
                inputTokens.value().toPlainString() + " input tokens x "
                        + inputPrice.value().toPlainString() + " + "
                        + outputTokens.value().toPlainString() + " output tokens x "
                        + outputPrice.value().toPlainString() + " usd per 1M; " + inputPrice.basis() + " "
                        + inputPrice.provenance());
    }

    private static BigDecimal usd(BigDecimal inputTokens, BigDecimal outputTokens, SupplyOption option) {
        return inputTokens
                .multiply(option.inputPrice().value())
                .add(outputTokens.multiply(option.outputPrice().value()))
                .movePointLeft(PER_MILLION);
    }

    private static void checkTokens(Quantity tokens) {
        if (tokens.unit() != Unit.TOKENS) {
            throw new InvalidDefinitionException("A cost cannot be made of " + tokens.value() + " " + tokens.unit()
                    + "; give a quantity in tokens.");
        }
    }
}

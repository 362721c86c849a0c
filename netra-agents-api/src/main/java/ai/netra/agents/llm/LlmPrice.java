package ai.netra.agents.llm;

import ai.netra.agents.InvalidDefinitionException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a model's tokens cost, in US dollars per million. Exact: nothing is rounded.
 *
 * @param input of tokens read; 0 or more
 * @param output of tokens written, reasoning ones included; 0 or more
 * @param cachedInput of tokens read from the provider's cache, where they cost another price than {@code input}; 0 or more
 */
public record LlmPrice(BigDecimal input, BigDecimal output, Optional<BigDecimal> cachedInput) {
    private static final int PER_MILLION = 6;

    /**
     * Checks every price.
     *
     * @throws InvalidDefinitionException if one is negative
     */
    public LlmPrice {
        check("input", input);
        check("output", output);
        cachedInput.ifPresent(price -> check("cachedInput", price));
    }

    /** A price at which cached tokens cost what others do. */
    public static LlmPrice of(BigDecimal input, BigDecimal output) {
        return new LlmPrice(input, output, Optional.empty());
    }

    /** As {@link #of(BigDecimal, BigDecimal)}, from decimals as price lists have them: {@code of("2.50", "10")}. */
    public static LlmPrice of(String input, String output) {
        return of(new BigDecimal(input), new BigDecimal(output));
    }

    /** With a price of its own for tokens from the provider's cache. */
    public LlmPrice cachedInput(BigDecimal price) {
        return new LlmPrice(input, output, Optional.of(price));
    }

    /** The cost of a call in US dollars. */
    public BigDecimal cost(LlmUsage usage) {
        long cached = Math.min(usage.cachedInputTokens(), usage.inputTokens());
        return input.multiply(BigDecimal.valueOf(usage.inputTokens() - cached))
                .add(cachedInput.orElse(input).multiply(BigDecimal.valueOf(cached)))
                .add(output.multiply(BigDecimal.valueOf(usage.outputTokens())))
                .movePointLeft(PER_MILLION);
    }

    private static void check(String what, BigDecimal price) {
        if (price.signum() < 0) {
            throw new InvalidDefinitionException("the price of " + what + " tokens is " + price.toPlainString()
                    + " US dollars per million; use 0 or more");
        }
    }
}

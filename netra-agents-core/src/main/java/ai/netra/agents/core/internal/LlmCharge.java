package ai.netra.agents.core.internal;

import ai.netra.agents.core.llm.TokenEstimate;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmUsage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What is set aside for an LLM call before it is made.
 *
 * @param model the model asked; empty where it is not known
 * @param input the tokens it will read, by estimate
 * @param output the most tokens it may write
 * @param price what its tokens cost, where that is known
 * @param cost what all these tokens cost; zero where the price is not known
 */
record LlmCharge(String model, long input, long output, Optional<LlmPrice> price, BigDecimal cost) {
    /** The tokens set aside for the answer where the request bounds it by none. */
    static final int USUAL_OUTPUT = TokenEstimate.USUAL_OUTPUT;

    /** More than any call takes; a count beyond it, or below zero, is a client's mistake. */
    private static final long MOST = 1_000_000_000_000L;

    static LlmCharge of(String model, long input, long output, LlmPricing pricing) {
        Optional<LlmPrice> price = model.isEmpty() ? Optional.empty() : pricing.price(model);
        return new LlmCharge(model, input, output, price, cost(price, LlmUsage.of(input, output)));
    }

    /** The same set aside, but charged at the price of the model that answered in place of the one asked, where that has a price of its own. */
    LlmCharge answeredBy(String answering, LlmPricing pricing) {
        return answering.isEmpty() || answering.equals(model)
                ? this
                : new LlmCharge(model, input, output, pricing.price(answering).or(() -> price), cost);
    }

    long tokens() {
        return input + output;
    }

    /** A provider's count, without what cannot be. */
    static LlmUsage counted(LlmUsage usage) {
        return new LlmUsage(
                counted(usage.inputTokens()),
                counted(usage.outputTokens()),
                counted(usage.cachedInputTokens()),
                counted(usage.reasoningTokens()));
    }

    private static long counted(long tokens) {
        return Math.clamp(tokens, 0, MOST);
    }

    BigDecimal cost(LlmUsage usage) {
        return cost(price, usage);
    }

    private static BigDecimal cost(Optional<LlmPrice> price, LlmUsage usage) {
        return price.isPresent() ? price.get().cost(usage) : BigDecimal.ZERO;
    }
}

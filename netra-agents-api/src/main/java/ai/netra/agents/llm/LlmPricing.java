package ai.netra.agents.llm;

import java.util.Map;
import java.util.Optional;

/**
 * The prices of models. Implement me over a price list or catalog: one method, asked before each LLM call, so it answers from memory. Thread-safe.
 *
 * <pre>{@code
 * LocalAgentRuntime.builder().llm(client)
 *         .pricing(LlmPricing.of(Map.of("frontier-large", LlmPrice.of("2.50", "10.00"))))
 *         .limits(Limits.defaults().cost(new BigDecimal("0.50")))
 * }</pre>
 */
@FunctionalInterface
public interface LlmPricing {
    /**
     * The price of a model by the name it is asked by; after a call that another one answered, by the name that the provider has for that. Empty where it is not known, which is not the same as
     * free.
     */
    Optional<LlmPrice> price(String model);

    /** No price is known. */
    static LlmPricing unknown() {
        return model -> Optional.empty();
    }

    /** These prices, by the names of the models as requests and clients have them. Copied. */
    static LlmPricing of(Map<String, LlmPrice> prices) {
        Map<String, LlmPrice> copy = Map.copyOf(prices);
        return model -> Optional.ofNullable(copy.get(model));
    }
}

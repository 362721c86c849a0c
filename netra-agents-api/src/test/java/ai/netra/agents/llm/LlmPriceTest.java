package ai.netra.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LlmPriceTest {
    private static final LlmPrice PRICE = LlmPrice.of("2.50", "10.00");

    @Test
    void is_per_million_tokens_and_exact() {
        assertThat(PRICE.cost(LlmUsage.of(1, 1))).isEqualByComparingTo("0.0000125");
        assertThat(PRICE.cost(LlmUsage.of(1_000_000, 1_000_000))).isEqualByComparingTo("12.5");
    }

    @Test
    void of_cached_tokens_is_that_of_others_unless_it_has_one_of_its_own() {
        LlmUsage usage = new LlmUsage(1_000, 0, 400, 0);

        assertThat(PRICE.cost(usage)).isEqualByComparingTo("0.0025");
        assertThat(PRICE.cachedInput(new BigDecimal("0.25")).cost(usage)).isEqualByComparingTo("0.0016");
    }

    @Test
    void of_more_cached_tokens_than_were_read_is_that_of_all_of_them() {
        assertThat(PRICE.cachedInput(BigDecimal.ONE).cost(new LlmUsage(10, 0, 20, 0)))
                .isEqualByComparingTo("0.00001");
    }

    @Test
    void is_refused_where_it_is_negative() {
        assertThatThrownBy(() -> LlmPrice.of("-1", "0"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("the price of input tokens is -1 US dollars per million; use 0 or more");
    }

    @Test
    void is_not_known_of_a_model_that_the_list_does_not_have() {
        LlmPricing pricing = LlmPricing.of(Map.of("m", PRICE));

        assertThat(pricing.price("m")).contains(PRICE);
        assertThat(pricing.price("M")).isEmpty();
        assertThat(LlmPricing.unknown().price("m")).isEmpty();
    }
}

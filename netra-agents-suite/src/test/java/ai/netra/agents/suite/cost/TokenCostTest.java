package ai.netra.agents.suite.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class TokenCostTest {
    @Test
    void is_tokens_times_price_to_the_last_decimal() {
        SupplyOption option = SupplyOptions.priced("m", "5.00", "20.00");

        assertThat(TokenCost.usd(18_059_974, 245_896, option)).isEqualByComparingTo("95.21779");
    }

    @Property
    void the_cost_of_a_whole_is_the_sum_of_the_costs_of_its_parts(
            @ForAll List<@LongRange(max = 1_000_000_000) Long> parts,
            @ForAll @BigRange(min = "0", max = "1000") @Scale(6) BigDecimal input,
            @ForAll @BigRange(min = "0", max = "1000") @Scale(6) BigDecimal output) {
        SupplyOption option = SupplyOptions.priced("m", input.toPlainString(), output.toPlainString());
        long total = parts.stream().mapToLong(Long::longValue).sum();
        BigDecimal sum = parts.stream()
                .map(tokens -> TokenCost.usd(tokens, tokens / 3, option))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        long outputs = parts.stream().mapToLong(tokens -> tokens / 3).sum();

        assertThat(TokenCost.usd(total, outputs, option)).isEqualByComparingTo(sum);
    }

    @Test
    void is_as_strong_as_the_weakest_of_tokens_and_prices() {
        Quantity tokens = Quantity.measured(1_000, Unit.TOKENS, "sum");

        assertThat(TokenCost.of(tokens, tokens, SupplyOptions.priced("m", "1", "1"))
                        .provenance())
                .isEqualTo(Provenance.USER_STATED);
        Quantity illustrative =
                TokenCost.of(tokens, tokens, JsonSupplyCatalog.bundled().require("frontier-large"));
        assertThat(illustrative.provenance()).isEqualTo(Provenance.ASSUMED);
        assertThat(illustrative.basis()).contains("1000 input tokens x 5").contains("illustrative");
    }

    @Test
    void refuses_figures_that_are_not_tokens() {
        Quantity requests = Quantity.measured(1, Unit.REQUESTS, "count");

        assertThatThrownBy(() -> TokenCost.of(requests, requests, SupplyOptions.priced("m", "1", "1")))
                .hasMessageContaining("requests")
                .hasMessageContaining("in tokens");
    }
}

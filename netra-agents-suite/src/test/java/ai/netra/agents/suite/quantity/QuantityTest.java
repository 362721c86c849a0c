package ai.netra.agents.suite.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void rejects_a_blank_basis_naming_the_figure() {
        assertThatThrownBy(() -> Quantity.measured(5, Unit.TOKENS, " "))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("5 tokens")
                .hasMessageContaining("name the method");
    }

    @Test
    void drops_trailing_zeros_so_that_equal_figures_are_equal() {
        Quantity written = Quantity.userStated(new BigDecimal("5.00"), Unit.USD, "contract");

        assertThat(written).isEqualTo(Quantity.userStated(new BigDecimal("5"), Unit.USD, "contract"));
        assertThat(Quantity.measured(1_000, Unit.TOKENS, "sum").value()).hasToString("1000");
    }

    @Test
    void sums_are_as_strong_as_the_weaker_part() {
        Quantity measured = Quantity.measured(1, Unit.USD, "bill");
        Quantity assumed = Quantity.assumed(BigDecimal.TWO, Unit.USD, "default");

        assertThat(measured.plus(assumed, "both")).isEqualTo(Quantity.assumed(BigDecimal.valueOf(3), Unit.USD, "both"));
        assertThat(measured.minus(assumed, "difference").value()).isEqualByComparingTo("-1");
    }

    @Test
    void refuses_to_add_different_units() {
        assertThatThrownBy(
                        () -> Quantity.measured(1, Unit.USD, "bill").plus(Quantity.measured(1, Unit.MS, "log"), "both"))
                .hasMessageContaining("ms")
                .hasMessageContaining("usd");
    }

    @Test
    void rounds_half_up_and_only_for_presentation() {
        Quantity cost = Quantity.measured(new BigDecimal("95.215"), Unit.USD, "bill");

        assertThat(cost.rounded(2)).isEqualByComparingTo("95.22");
        assertThat(cost.value()).isEqualByComparingTo("95.215");
    }

    @Test
    void refuses_figures_that_cannot_be_computed() {
        assertThatThrownBy(() -> Quantity.decimal(Double.NaN))
                .hasMessageContaining("NaN")
                .hasMessageContaining("absent");
    }

    @Test
    void units_read_as_their_symbols() {
        assertThat(Unit.USD_PER_1M_TOKENS).hasToString("usd_per_1m_tokens");
    }
}

package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    @Test
    void are_on_by_default() {
        Limits limits = Limits.defaults();
        assertThat(limits.activations()).isEqualTo(200);
        assertThat(limits.llmCalls()).isEqualTo(100);
        assertThat(limits.toolCalls()).isEqualTo(300);
        assertThat(limits.tokens()).isEqualTo(1_000_000);
        assertThat(limits.cost()).isEmpty();
        assertThat(limits.depth()).isEqualTo(10);
        assertThat(limits.width()).isEqualTo(256);
        assertThat(limits.runTime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.activationTime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.llmCallTime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.toolCallTime()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void of_a_request_lower_those_of_the_runtime_and_never_raise_them() {
        Limits runtime = Limits.defaults().llmCalls(10).runTime(Duration.ofMinutes(1));
        Limits request = Limits.defaults().llmCalls(1_000).activations(5).runTime(Duration.ofHours(1));
        assertThat(runtime.and(request)).isEqualTo(runtime.activations(5));
    }

    @Test
    void of_cost_and_tokens_are_lowered_too() {
        Limits runtime = Limits.defaults().tokens(5_000).cost(new BigDecimal("2.00"));
        assertThat(runtime.and(Limits.defaults())).isEqualTo(runtime);
        assertThat(Limits.defaults().and(runtime)).isEqualTo(runtime);
        assertThat(runtime.and(Limits.defaults().cost(BigDecimal.ONE))).isEqualTo(runtime.cost(BigDecimal.ONE));
    }

    @Test
    void each_change_alone() {
        Limits all = new Limits(
                1,
                2,
                3,
                4,
                Optional.of(new BigDecimal("5")),
                6,
                7,
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                Duration.ofSeconds(10),
                Duration.ofSeconds(11));
        assertThat(Limits.defaults()
                        .activations(1)
                        .llmCalls(2)
                        .toolCalls(3)
                        .tokens(4)
                        .cost(new BigDecimal("5.00"))
                        .depth(6)
                        .width(7)
                        .runTime(Duration.ofSeconds(8))
                        .activationTime(Duration.ofSeconds(9))
                        .llmCallTime(Duration.ofSeconds(10))
                        .toolCallTime(Duration.ofSeconds(11)))
                .isEqualTo(all);
    }

    @Test
    void refuse_zero_and_less_by_name() {
        assertThatThrownBy(() -> Limits.defaults().llmCalls(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("limit llmCalls is 0; use 1 or more");
        assertThatThrownBy(() -> Limits.defaults().runTime(Duration.ZERO))
                .hasMessageContaining("limit runTime is PT0S");
        assertThatThrownBy(() -> Limits.defaults().tokens(-1)).hasMessage("limit tokens is -1; use 1 or more");
        assertThatThrownBy(() -> Limits.defaults().cost(BigDecimal.ZERO))
                .hasMessage("limit cost is 0; use more than 0 US dollars, or leave it out");
    }
}

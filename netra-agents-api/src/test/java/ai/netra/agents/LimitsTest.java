package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LimitsTest {
    @Test
    void are_on_by_default() {
        Limits limits = Limits.defaults();
        assertThat(limits.activations()).isEqualTo(200);
        assertThat(limits.llmCalls()).isEqualTo(100);
        assertThat(limits.toolCalls()).isEqualTo(300);
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
    void refuse_zero_and_less_by_name() {
        assertThatThrownBy(() -> Limits.defaults().llmCalls(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("limit llmCalls is 0; use 1 or more");
        assertThatThrownBy(() -> Limits.defaults().runTime(Duration.ZERO))
                .hasMessageContaining("limit runTime is PT0S");
    }
}

package ai.netra.agents.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("get_cost_data", "get_performance_data", "validate_config", "id");

    @Test
    void offers_the_nearest_name() {
        assertThat(NearestName.of("get_costs_data", KNOWN)).contains("get_cost_data");
        assertThat(NearestName.of("GET-COST-DATA", KNOWN)).contains("get_cost_data");
        assertThat(NearestName.of("vaildate_config", KNOWN)).contains("validate_config");
        assertThat(NearestName.hint("validate", List.of("validated"))).isEqualTo("; did you mean 'validated'?");
    }

    @Test
    void offers_nothing_where_nothing_is_near() {
        assertThat(NearestName.of("send_mail", KNOWN)).isEmpty();
        assertThat(NearestName.of("xy", KNOWN)).isEmpty();
        assertThat(NearestName.of("x".repeat(1_000), KNOWN)).isEmpty();
        assertThat(NearestName.hint("x", List.of())).isEmpty();
    }

    @Property(tries = 200)
    void finds_a_name_with_one_letter_left_out(@ForAll @AlphaChars @StringLength(min = 4, max = 20) String name) {
        assertThat(NearestName.of(name.substring(1), List.of("0000000000", name)))
                .contains(name);
    }
}

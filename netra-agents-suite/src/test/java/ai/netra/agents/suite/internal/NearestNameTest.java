package ai.netra.agents.suite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void finds_the_name_with_the_fewest_edits_whatever_the_case() {
        assertThat(NearestName.to("contexttoken", List.of("GeneratedTokens", "ContextTokens")))
                .contains("ContextTokens");
    }

    @Test
    void finds_nothing_where_nothing_is_near() {
        assertThat(NearestName.to("zebra", List.of("TIMESTAMP", "model"))).isEmpty();
        assertThat(NearestName.suggestion("zebra", List.of("TIMESTAMP"))).isEmpty();
    }

    @Test
    void quotes_values_on_one_line_and_not_too_long() {
        assertThat(Excerpt.of("a\nb")).isEqualTo("'a?b'");
        assertThat(Excerpt.of("x".repeat(500))).hasSize(85);
    }
}

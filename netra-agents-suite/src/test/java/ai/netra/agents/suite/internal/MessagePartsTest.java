package ai.netra.agents.suite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessagePartsTest {
    @Test
    void a_suggestion_is_a_sentence_or_nothing() {
        assertThat(Suggestion.of("contexttoken", List.of("GeneratedTokens", "ContextTokens")))
                .isEqualTo(" Did you mean 'ContextTokens'?");
        assertThat(Suggestion.of("zebra", List.of("TIMESTAMP", "model"))).isEmpty();
    }

    @Test
    void an_excerpt_is_on_one_line_and_not_too_long() {
        assertThat(Excerpt.of("a\nb")).isEqualTo("'a?b'");
        assertThat(Excerpt.of("x".repeat(500))).hasSize(85);
    }
}

package ai.netra.agents.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternRedactorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to ann.lee+x@mail.example.org, please | write to [email], please",
                "an at @home is none | an at @home is none",
                "card 4111 1111 1111 1111. | card [card].",
                "card 4111-1111-1111-1112 | card 4111-1111-1111-1112",
                "378282246310005 | [card]",
                "order 123456789012 | order 123456789012",
                "Authorization: Bearer abc.DEF-123_456 | Authorization: [key]",
                "key sk-proj-abcdefghijklmnop1234 is | key [key] is",
                "AKIAIOSFODNN7EXAMPLE | [key]",
                "a task-list of mine | a task-list of mine",
                "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK | [key]"
            })
    void takes_out_what_looks_like_it(String text, String redacted) {
        assertThat(PatternRedactor.standard().redact(text)).isEqualTo(redacted);
    }

    @Test
    void takes_out_what_the_host_names() {
        PatternRedactor redactor =
                PatternRedactor.builder().pattern("$patient", "P-[0-9]{6}").build();

        assertThat(redactor.redact("P-123456 and P-12 cost $5")).isEqualTo("[$patient] and P-12 cost $5");
    }

    @Test
    void a_long_text_without_a_match_takes_no_time_to_speak_of() {
        String text = "a.b-c_d1".repeat(100_000) + "@" + "1 2 3 ".repeat(100_000);

        assertThat(PatternRedactor.standard().redact(text)).hasSameSizeAs(text);
    }

    @Test
    void refuses_patterns_that_cannot_be_meant() {
        assertThatThrownBy(() -> PatternRedactor.builder().pattern("broken", "("))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'broken'");
        assertThatThrownBy(() -> PatternRedactor.builder().pattern("any", "x*"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("matches an empty text");
        assertThatThrownBy(() -> PatternRedactor.builder().build())
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("without patterns");
    }
}

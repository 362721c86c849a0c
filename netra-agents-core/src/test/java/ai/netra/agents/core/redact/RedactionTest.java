package ai.netra.agents.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private final Redaction redaction = Redaction.of(text -> text.replace("secret", "[gone]"));

    @Test
    void an_export_keeps_its_form_and_loses_its_secrets() {
        String json = "{\"secret\":[\"a secret\",1.50,9007199254740993,null,true,{\"x\":\"\\u00e9 \\\"secret\\\"\"}]}";

        assertThat(redaction.json(json))
                .isEqualTo("{\"secret\":[\"a [gone]\",1.50,9007199254740993,null,true,{\"x\":\"é \\\"[gone]\\\"\"}]}");
        assertThat(Redaction.NONE.json(json)).isSameAs(json);
    }

    @Test
    void an_exception_keeps_its_types_and_stacks_and_loses_the_rest() {
        IOException cause = new IOException("secret cause");
        IllegalStateException thrown = new IllegalStateException("secret state", cause);
        thrown.addSuppressed(new IllegalArgumentException("secret argument"));
        cause.addSuppressed(thrown); // a cycle

        Throwable redacted = redaction.exception(thrown);

        StringWriter printed = new StringWriter();
        redacted.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain("secret")
                .contains("java.lang.IllegalStateException: [gone] state")
                .contains("java.io.IOException: [gone] cause")
                .contains("java.lang.IllegalArgumentException: [gone] argument");
        assertThat(redacted.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(Redaction.NONE.exception(thrown)).isSameAs(thrown);
    }

    @Test
    void of_a_text_that_the_redactor_fails_on_nothing_goes_out() {
        Redaction failing = Redaction.of(text -> {
            throw new IllegalStateException("no");
        });

        Redaction overflowing = Redaction.of(
                PatternRedactor.builder().pattern("deep", "(?:a|b)+c").build());

        assertThat(failing.text("secret")).isEqualTo("[not redacted]");
        assertThat(overflowing.text("ab".repeat(1_000_000))).isEqualTo("[not redacted]");
    }
}

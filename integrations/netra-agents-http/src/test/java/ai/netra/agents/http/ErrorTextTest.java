package ai.netra.agents.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class ErrorTextTest {
    private static final String KEY = "sk-0123456789abcdefghij";
    private static final LlmRequest REQUEST = LlmRequest.builder()
            .user("The launch code is 4711-0815, keep it.")
            .message(new LlmMessage(
                    LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("a", "find", "{\"name\":\"Ann Onymous\"}"))))
            .build();

    private static String of(String raw) {
        return ErrorText.of(raw, REQUEST, List.of(KEY));
    }

    @Test
    void words_of_the_provider_stay_as_they_are() {
        assertThat(of("Unsupported value: 'temperature' does not support 0.2 with this model."))
                .isEqualTo("Unsupported value: 'temperature' does not support 0.2 with this model.");
    }

    @Test
    void the_key_is_hidden_whole_and_in_part() {
        assertThat(of("Incorrect API key: " + KEY + ".")).isEqualTo("Incorrect API key: ….");
        assertThat(of("Incorrect API key: " + KEY.substring(3) + ".")).isEqualTo("Incorrect API key: ….");
    }

    @Test
    void what_the_request_says_is_hidden() {
        assertThat(of("Invalid text: 'The launch code is 4711-0815'")).isEqualTo("Invalid text: '…'");
        assertThat(of("Invalid arguments: {\"name\":\"Ann Onymous\"}")).isEqualTo("Invalid arguments: …");
    }

    @Test
    void it_is_one_line_without_control_characters_and_short() {
        assertThat(of("a\r\n\tb\u0000\u001B[2J\u202Ec\uD800")).isEqualTo("a b[2Jc");
        assertThat(of("é".repeat(10_000))).hasSize(301).endsWith("…");
    }

    @Property(tries = 200)
    void no_sixteen_characters_of_a_prompt_get_through(
            @ForAll @AlphaChars @StringLength(min = 16, max = 60) String prompt,
            @ForAll @IntRange(min = 0, max = 44) int from,
            @ForAll @StringLength(max = 20) String around) {
        String part = prompt.substring(Math.min(from, prompt.length() - 16));

        String shown = ErrorText.of(around + part + around, LlmRequest.of(prompt), List.of());

        for (int at = 0; at + 16 <= prompt.length(); at++) {
            assertThat(shown).doesNotContain(prompt.substring(at, at + 16));
        }
    }
}

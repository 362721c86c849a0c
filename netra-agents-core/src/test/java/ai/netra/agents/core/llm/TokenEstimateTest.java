package ai.netra.agents.core.llm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
    /** The second figure is what the tokenizer cl100k counts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        The quick brown fox jumps over the lazy dog. | 10
        {"workload_id":"test-123","time_range":{"start":"2026-01-01","end":"2026-01-31"}} | 40
        2023-11-16 18:17:03.9799600,4808,10 | 23
        请优化我的图形处理器工作负载以降低成本 | 23
        Пожалуйста, оптимизируйте нагрузку. | 14
        """)
    void is_rather_too_high_than_too_low(String text, int counted) {
        assertThat(TokenEstimate.of(text)).isBetween((long) counted, counted * 3L);
    }

    @Test
    void of_a_request_has_its_messages_its_tools_and_its_schema() {
        ToolSpec tool = ToolSpec.of("say", "Says a word.", new JsonSchema("{\"type\":\"object\"}"));
        LlmRequest plain = LlmRequest.of("abc");

        assertThat(TokenEstimate.of(plain)).isEqualTo(8 + 8 + 1);
        assertThat(TokenEstimate.of(LlmRequest.builder().user("abc").tool(tool).build()))
                .isEqualTo(17
                        + 512
                        + 8
                        + 1
                        + TokenEstimate.of("Says a word.")
                        + TokenEstimate.of("{\"type\":\"object\"}"));
        assertThat(TokenEstimate.of(LlmRequest.builder()
                        .user("abc")
                        .responseSchema(new JsonSchema("{}"))
                        .build()))
                .isEqualTo(17 + 8 + 2);
    }

    @Test
    void of_an_image_is_flat() {
        assertThat(TokenEstimate.of(
                        new LlmMessage(LlmRole.USER, List.of(new LlmPart.Image("image/png", "AAAA".repeat(1_000))))))
                .isEqualTo(8 + 8 + 4_096);
    }

    @Property
    void of_more_text_is_never_less(@ForAll String text, @ForAll String more) {
        assertThat(TokenEstimate.of(text + more))
                .isGreaterThanOrEqualTo(TokenEstimate.of(text))
                .isLessThanOrEqualTo(TokenEstimate.of(text) + TokenEstimate.of(more));
    }
}

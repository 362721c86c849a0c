package ai.netra.agents.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultReaderTest {
    private static final ResultReader READER = new ResultReader(100, 8);
    private static final Optional<JsonSchemaValidator> NUMBER = Optional.of(JsonSchemaValidator.of(
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}")));

    private static ToolResult read(McpSchema.CallToolResult.Builder result) {
        return READER.read(result.build(), Optional.empty());
    }

    private static McpSchema.CallToolResult.Builder result() {
        return McpSchema.CallToolResult.builder();
    }

    @Test
    void a_single_text_is_the_value() {
        assertThat(read(result().addTextContent("hi")).value()).contains("hi");
    }

    @Test
    void structured_content_is_the_value_and_the_text_that_repeats_it_is_dropped() {
        assertThat(read(result().structuredContent(Map.of("n", 1)).addTextContent("{\"n\":1}"))
                        .value())
                .contains(Map.of("n", 1L));
    }

    @Test
    void a_long_text_is_cut_and_says_what_is_left_out() {
        Object value = read(result().addTextContent("x".repeat(250))).value().orElseThrow();

        assertThat(value)
                .isInstanceOfSatisfying(
                        List.class,
                        parts -> assertThat(parts.getFirst().toString())
                                .contains("left_out=all after the first 100 of 250 characters"));
    }

    @Test
    void parts_beyond_the_room_are_counted() {
        McpSchema.CallToolResult.Builder many = result();
        for (int i = 0; i < 20; i++) {
            many.addTextContent("part " + i);
        }

        assertThat(read(many).value().orElseThrow().toString())
                .contains("part 0")
                .containsPattern("left_out, parts=1\\d");
    }

    @Test
    void media_is_taken_up_to_its_bound() {
        McpSchema.CallToolResult.Builder media = result().addContent(
                        McpSchema.ImageContent.builder("AAAA", "image/png").build())
                .addContent(McpSchema.ImageContent.builder("A".repeat(12), "image/png")
                        .build());

        assertThat(read(media).value().orElseThrow().toString())
                .contains("base64=AAAA", "left_out=12 characters of Base64");
    }

    @Test
    void what_is_not_what_was_declared_is_invalid() {
        assertThat(READER.read(result().structuredContent(Map.of("n", "one")).build(), NUMBER)
                        .error())
                .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_RESULT));
        assertThat(READER.read(result().addTextContent("1").build(), NUMBER).error())
                .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_RESULT));
        assertThat(READER.read(result().structuredContent(Map.of("n", 1)).build(), NUMBER)
                        .success())
                .isTrue();
    }

    @Test
    void a_structured_result_that_is_too_long_is_lost_and_not_cut() {
        assertThat(read(result().structuredContent(Map.of("text", "x".repeat(200))))
                        .error())
                .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.RESULT_LOST));
    }

    @Test
    void a_failure_is_one_with_a_bounded_message() {
        assertThat(read(result().isError(true).addTextContent("x".repeat(5_000)))
                        .error())
                .hasValueSatisfying(error -> {
                    assertThat(error.kind()).isEqualTo(ToolErrorKind.EXECUTION_FAILED);
                    assertThat(error.message()).hasSizeLessThan(1_100);
                });
        assertThat(read(result().isError(true)).error())
                .hasValueSatisfying(error -> assertThat(error.message()).contains("does not say why"));
    }
}

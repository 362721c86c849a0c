package ai.netra.agents.mcp;

import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;
import java.util.Map;

/** Writes what a tool or agent gave as content of the protocol. */
final class ResultWriter {
    private final JsonCodec codec;

    ResultWriter(JsonCodec codec) {
        this.codec = codec;
    }

    /** A text as it is, texts and images as such, an object as structured content with its JSON, and anything else as JSON. */
    McpSchema.CallToolResult value(Object value) {
        McpSchema.CallToolResult.Builder result = McpSchema.CallToolResult.builder();
        if (value instanceof String text) {
            return result.addTextContent(text).build();
        }
        List<?> parts = value instanceof List<?> list ? list : List.of(value);
        if (!parts.isEmpty()
                && parts.stream().allMatch(part -> part instanceof LlmPart.Text || part instanceof LlmPart.Image)) {
            parts.forEach(part -> result.addContent(content((LlmPart) part)));
            return result.build();
        }
        String json = codec.encode(value);
        Object plain = codec.plain(new JsonText(json)).orElse("");
        if (plain instanceof Map<?, ?>) {
            result.structuredContent(plain);
        }
        return result.addTextContent(json).build();
    }

    private static McpSchema.Content content(LlmPart part) {
        return part instanceof LlmPart.Image image
                ? McpSchema.ImageContent.builder(image.base64(), image.mediaType())
                        .build()
                : McpSchema.TextContent.builder(((LlmPart.Text) part).text()).build();
    }

    McpSchema.CallToolResult failure(ToolError error) {
        return failure(error.kind().label() + ": " + error.message()
                + (error.expected().isEmpty() ? "" : "; expected " + error.expected()));
    }

    McpSchema.CallToolResult failure(String message) {
        return McpSchema.CallToolResult.builder()
                .addTextContent(message)
                .isError(true)
                .build();
    }
}

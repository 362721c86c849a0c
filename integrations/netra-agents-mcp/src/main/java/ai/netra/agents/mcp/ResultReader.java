package ai.netra.agents.mcp;

import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.JsonText;
import ai.netra.agents.tools.json.SchemaCheck;
import ai.netra.agents.tools.json.SchemaProblem;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server's tool gave. A structured result is the value, and the texts that repeat it are dropped; a single text is the value; anything else is a
 * list of parts, each a map with its {@code type}. What does not fit is left out, and the part says so.
 *
 * @param longest how many characters a value may have in all
 * @param mostMedia how many characters of Base64 an image, sound or file may have
 */
record ResultReader(int longest, int mostMedia) {
    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final int LONGEST_ERROR = 1_000;

    ToolResult read(McpSchema.CallToolResult result, Optional<JsonSchemaValidator> schema) {
        List<McpSchema.Content> content = result.content() == null ? List.of() : result.content();
        if (Boolean.TRUE.equals(result.isError())) {
            String said = texts(content);
            return ToolResult.failure(
                    said.isBlank() ? "the tool failed, and does not say why" : Foreign.cut(said, LONGEST_ERROR));
        }
        Object structured = result.structuredContent();
        if (structured == null) {
            return schema.isEmpty()
                    ? ToolResult.of(value(content, null))
                    : invalid("the tool has declared what its results look like, and gave none such", "");
        }
        String json = CODEC.encode(structured);
        if (json.length() > longest) {
            return ToolResult.failure(new ToolError(
                    ToolErrorKind.RESULT_LOST,
                    "the tool's result of " + json.length() + " characters is longer than the " + longest
                            + " that are taken",
                    "a narrower question"));
        }
        SchemaCheck check = schema.map(validator -> validator.check(json)).orElse(new SchemaCheck(json, List.of()));
        if (!check.fits()) {
            return invalid(
                    "the tool's result is not what it has declared: "
                            + check.problems().stream()
                                    .map(SchemaProblem::toString)
                                    .collect(Collectors.joining("; ")),
                    "");
        }
        return ToolResult.of(value(content, CODEC.plain(new JsonText(json)).orElse(Map.of())));
    }

    private static ToolResult invalid(String message, String expected) {
        return ToolResult.failure(
                new ToolError(ToolErrorKind.INVALID_RESULT, Foreign.cut(message, LONGEST_ERROR), expected));
    }

    private static String texts(List<McpSchema.Content> content) {
        return content.stream()
                .filter(McpSchema.TextContent.class::isInstance)
                .map(part -> ((McpSchema.TextContent) part).text())
                .collect(Collectors.joining("\n"));
    }

    private Object value(List<McpSchema.Content> content, @Nullable Object structured) {
        List<Map<String, Object>> parts = new ArrayList<>();
        int room = longest;
        if (structured != null) {
            parts.add(part("structured", "value", structured));
        }
        int leftOut = 0;
        for (McpSchema.Content block : content) {
            if (structured != null && block instanceof McpSchema.TextContent) {
                continue;
            }
            Map<String, Object> part = part(block, room);
            int size = CODEC.encode(part).length();
            if (room <= 0) {
                leftOut++;
                continue;
            }
            room -= size;
            parts.add(part);
        }
        if (leftOut > 0) {
            parts.add(part("left_out", "parts", leftOut));
        }
        if (parts.size() == 1) {
            Map<String, Object> only = parts.getFirst();
            Object alone = "structured".equals(only.get("type")) ? only.get("value") : only.get("text");
            if (alone != null && only.size() == 2) {
                return alone;
            }
        }
        return parts;
    }

    private Map<String, Object> part(McpSchema.Content block, int room) {
        return switch (block) {
            case McpSchema.TextContent text -> text(part("text", "text", ""), text.text(), room);
            case McpSchema.ImageContent image ->
                media(part("image", "mime_type", image.mimeType()), image.data(), room);
            case McpSchema.AudioContent audio ->
                media(part("audio", "mime_type", audio.mimeType()), audio.data(), room);
            case McpSchema.ResourceLink link -> link(link);
            case McpSchema.EmbeddedResource embedded -> resource(embedded.resource(), room);
            default -> part("unknown", "left_out", "a part of a kind that is not known here");
        };
    }

    private static Map<String, Object> link(McpSchema.ResourceLink link) {
        Map<String, Object> part = part("resource_link", "uri", Foreign.line(link.uri()));
        put(part, "name", link.name());
        put(part, "description", link.description());
        put(part, "mime_type", link.mimeType());
        return part;
    }

    private Map<String, Object> resource(McpSchema.ResourceContents contents, int room) {
        Map<String, Object> part = part("resource", "uri", Foreign.line(contents.uri()));
        put(part, "mime_type", contents.mimeType());
        return switch (contents) {
            case McpSchema.TextResourceContents text -> text(part, text.text(), room);
            case McpSchema.BlobResourceContents blob -> media(part, blob.blob(), room);
            default -> {
                part.put("left_out", "contents of a kind that is not known here");
                yield part;
            }
        };
    }

    private static Map<String, Object> text(Map<String, Object> part, @Nullable String text, int room) {
        String whole = text == null ? "" : text;
        part.put("text", Foreign.cut(whole, Math.max(0, room)));
        if (whole.length() > room) {
            part.put("left_out", "all after the first " + Math.max(0, room) + " of " + whole.length() + " characters");
        }
        return part;
    }

    private Map<String, Object> media(Map<String, Object> part, @Nullable String base64, int room) {
        String data = base64 == null ? "" : base64;
        if (data.length() <= Math.min(mostMedia, room)) {
            part.put("base64", data);
        } else {
            part.put("left_out", data.length() + " characters of Base64");
        }
        return part;
    }

    private static Map<String, Object> part(String type, String name, @Nullable Object value) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("type", type);
        part.put(name, value == null ? "" : value);
        return part;
    }

    private static void put(Map<String, Object> part, String name, @Nullable String text) {
        if (text != null) {
            part.put(name, Foreign.line(text));
        }
    }
}

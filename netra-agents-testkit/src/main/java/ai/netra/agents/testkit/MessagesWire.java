package ai.netra.agents.testkit;

import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages, as {@code platform.claude.com/docs/en/api/messages} has it. */
final class MessagesWire implements LlmWire {
    private static final String PROVIDER = "anthropic";

    @Override
    public LlmRequest request(WireObject body) {
        LlmRequest.Builder request = LlmRequest.builder().model(body.text("model"));
        request.maxOutputTokens(body.number("max_tokens")
                .orElseThrow(() -> new IllegalArgumentException("max_tokens: Field required"))
                .intValue());
        if (body.isText("system")) {
            request.system(body.text("system"));
        } else {
            body.objects("system").forEach(block -> request.system(block.text("text")));
        }
        for (WireObject message : body.objects("messages")) {
            messages(message).forEach(request::message);
        }
        for (WireObject tool : body.objects("tools")) {
            request.tool(
                    ToolSpec.of(tool.text("name"), tool.text("description"), JsonSchema.of(tool.json("input_schema"))));
        }
        body.maybe("output_config")
                .flatMap(config -> config.maybe("format"))
                .ifPresent(format -> request.responseSchema(JsonSchema.of(format.json("schema"))));
        body.number("temperature").ifPresent(value -> request.temperature(value.doubleValue()));
        body.number("top_p").ifPresent(value -> request.topP(value.doubleValue()));
        body.texts("stop_sequences").forEach(request::stop);
        body.maybe("metadata").ifPresent(labels -> labels.strings().forEach(request::metadata));
        return request.build();
    }

    /** A user's message may begin with what tools answered, which is a message of its own here. */
    private static List<LlmMessage> messages(WireObject message) {
        LlmRole role = LlmRole.valueOf(message.text("role").toUpperCase(Locale.ROOT));
        if (message.isText("content")) {
            return List.of(new LlmMessage(role, List.of(new LlmPart.Text(message.text("content")))));
        }
        List<LlmPart> answers = new ArrayList<>();
        List<LlmPart> others = new ArrayList<>();
        for (WireObject block : message.objects("content")) {
            LlmPart part = part(block);
            (part instanceof LlmPart.ToolAnswer ? answers : others).add(part);
        }
        List<LlmMessage> messages = new ArrayList<>();
        if (!answers.isEmpty()) {
            messages.add(new LlmMessage(LlmRole.TOOL, answers));
        }
        if (!others.isEmpty()) {
            messages.add(new LlmMessage(role, others));
        }
        return messages;
    }

    private static LlmPart part(WireObject block) {
        return switch (block.text("type")) {
            case "text" -> {
                if (block.text("text").isBlank()) {
                    throw new IllegalArgumentException(
                            "messages: text content blocks must contain non-whitespace text");
                }
                yield new LlmPart.Text(block.text("text"));
            }
            case "image" -> {
                WireObject source = block.object("source");
                source.text("type");
                yield new LlmPart.Image(source.text("media_type"), source.text("data"));
            }
            case "tool_use" -> {
                block.object("input");
                yield new LlmPart.ToolUse(block.text("id"), block.text("name"), block.json("input"));
            }
            case "tool_result" ->
                new LlmPart.ToolAnswer(
                        block.text("tool_use_id"),
                        block.isText("content")
                                ? block.text("content")
                                : String.join(
                                        "",
                                        block.objects("content").stream()
                                                .map(inner -> inner.text("text"))
                                                .toList()),
                        block.isTrue("is_error") ? LlmPart.ToolAnswer.Status.ERROR : LlmPart.ToolAnswer.Status.OK);
            case "thinking", "redacted_thinking" -> new LlmPart.Opaque(PROVIDER, block.json());
            default -> throw new IllegalArgumentException("content: unknown type " + block.text("type"));
        };
    }

    @Override
    public String whole(LlmResponse response) {
        List<Object> content = new ArrayList<>();
        LlmWire.opaque(response.message(), PROVIDER).forEach(part -> content.add(new JsonText(part.json())));
        if (!response.text().isEmpty()) {
            content.add(LlmWire.object("type", "text", "text", response.text(), "citations", null));
        }
        response.toolUses()
                .forEach(use -> content.add(LlmWire.object(
                        "type",
                        "tool_use",
                        "id",
                        use.callId(),
                        "name",
                        use.tool(),
                        "input",
                        new JsonText(use.argumentsJson()))));
        return JsonCodec.standard()
                .encode(message(
                        content,
                        reason(response.finishReason()),
                        response.model(),
                        response.usage(),
                        response.usage().outputTokens()));
    }

    private static Map<String, @Nullable Object> message(
            List<Object> content, @Nullable String reason, String model, LlmUsage usage, long outputTokens) {
        return LlmWire.object(
                "id",
                "msg_1",
                "type",
                "message",
                "role",
                "assistant",
                "model",
                model,
                "content",
                content,
                "stop_reason",
                reason,
                "stop_sequence",
                null,
                "usage",
                LlmWire.object(
                        "input_tokens",
                        usage.inputTokens() - usage.cachedInputTokens(),
                        "cache_creation_input_tokens",
                        0,
                        "cache_read_input_tokens",
                        usage.cachedInputTokens(),
                        "output_tokens",
                        outputTokens));
    }

    private static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP -> "end_turn";
            case TOOL_USE -> "tool_use";
            case LENGTH -> "max_tokens";
            case CONTENT_FILTER -> "refusal";
            case OTHER -> "pause_turn";
        };
    }

    @Override
    public void stream(List<String> pieces, LlmResponse response, Events out) throws IOException, InterruptedException {
        int index = begin(pieces, response, out);
        for (LlmPart.ToolUse use : response.toolUses()) {
            String arguments = use.argumentsJson();
            int half = arguments.length() / 2;
            start(
                    index,
                    LlmWire.object("type", "tool_use", "id", use.callId(), "name", use.tool(), "input", Map.of()),
                    out);
            for (String piece : List.of("", arguments.substring(0, half), arguments.substring(half))) {
                out.event(
                        "content_block_delta",
                        delta(index, LlmWire.object("type", "input_json_delta", "partial_json", piece)));
            }
            out.event("content_block_stop", LlmWire.json("type", "content_block_stop", "index", index));
            index++;
        }
        end(reason(response.finishReason()), response.usage().outputTokens(), out);
    }

    /** The text, from its first event to its last; says how many blocks there are then. */
    private static int begin(List<String> pieces, LlmResponse response, Events out)
            throws IOException, InterruptedException {
        out.event(
                "message_start",
                LlmWire.json(
                        "type",
                        "message_start",
                        "message",
                        message(List.of(), null, response.model(), response.usage(), 1)));
        int index = 0;
        for (LlmPart.Opaque part : LlmWire.opaque(response.message(), PROVIDER)) {
            thinking(index++, part, out);
        }
        if (pieces.isEmpty()) {
            return index;
        }
        start(index, LlmWire.object("type", "text", "text", ""), out);
        out.event("ping", LlmWire.json("type", "ping"));
        for (String piece : pieces) {
            out.delta("content_block_delta", delta(index, LlmWire.object("type", "text_delta", "text", piece)));
        }
        out.event("content_block_stop", LlmWire.json("type", "content_block_stop", "index", index));
        return index + 1;
    }

    /** What the model thought comes in pieces, its signature as one of them; what is redacted comes at once. */
    private static void thinking(int index, LlmPart.Opaque part, Events out) throws IOException, InterruptedException {
        Map<Object, Object> block = new LinkedHashMap<>((Map<?, ?>)
                JsonCodec.standard().plain(new JsonText(part.json())).orElseThrow());
        Object text = block.replace("thinking", "");
        Object signature = block.replace("signature", "");
        start(index, block, out);
        if (text instanceof String thought) {
            int half = thought.length() / 2;
            for (String piece : List.of(thought.substring(0, half), thought.substring(half))) {
                out.event(
                        "content_block_delta",
                        delta(index, LlmWire.object("type", "thinking_delta", "thinking", piece)));
            }
        }
        if (signature != null) {
            out.event(
                    "content_block_delta",
                    delta(index, LlmWire.object("type", "signature_delta", "signature", signature)));
        }
        out.event("content_block_stop", LlmWire.json("type", "content_block_stop", "index", index));
    }

    private static void start(int index, Object block, Events out) throws IOException, InterruptedException {
        out.event(
                "content_block_start",
                LlmWire.json("type", "content_block_start", "index", index, "content_block", block));
    }

    private static String delta(int index, Object delta) {
        return LlmWire.json("type", "content_block_delta", "index", index, "delta", delta);
    }

    private static void end(String reason, long outputTokens, Events out) throws IOException, InterruptedException {
        out.event(
                "message_delta",
                LlmWire.json(
                        "type",
                        "message_delta",
                        "delta",
                        LlmWire.object("stop_reason", reason, "stop_sequence", null),
                        "usage",
                        LlmWire.object("output_tokens", outputTokens)));
        out.event("message_stop", LlmWire.json("type", "message_stop"));
    }

    @Override
    public void brokenStream(List<String> pieces, LlmResponse response, LlmException failure, Events out)
            throws IOException, InterruptedException {
        begin(pieces, response, out);
        out.event("error", error(failed(failure)));
    }

    @Override
    public String refusal(String words) {
        return JsonCodec.standard().encode(message(List.of(), "refusal", "fake", LlmUsage.NONE, 0));
    }

    @Override
    public void refusalStream(String words, Events out) throws IOException, InterruptedException {
        begin(List.of(), LlmResponse.of(""), out);
        end("refusal", 0, out);
    }

    @Override
    public String error(Failed failed) {
        return LlmWire.json(
                "type",
                "error",
                "error",
                LlmWire.object("type", failed.code(), "message", failed.message()),
                "request_id",
                "req_1");
    }

    @Override
    public Failed failed(LlmException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case LlmException.RateLimited limited -> new Failed(429, "rate_limit_error", message);
            case LlmException.Unavailable down -> new Failed(529, "overloaded_error", message);
            case LlmException.DeadlinePassed late -> new Failed(504, "timeout_error", message);
            case LlmException.InvalidRequest invalid -> new Failed(400, "invalid_request_error", message);
            case LlmException.ContextTooLong tooLong ->
                new Failed(400, "invalid_request_error", "prompt is too long: " + message);
            case LlmException.Refused refused -> new Failed(400, "invalid_request_error", message);
            case LlmException.Authentication key -> new Failed(401, "authentication_error", message);
        };
    }
}

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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's Chat Completions, as {@code github.com/openai/openai-openapi} has it. */
final class ChatCompletionsWire implements LlmWire {
    private static final long CREATED = 1_760_000_000;

    @Override
    public LlmRequest request(WireObject body) {
        LlmRequest.Builder request = LlmRequest.builder().model(body.text("model"));
        for (WireObject message : body.objects("messages")) {
            request.message(message(message));
        }
        for (WireObject tool : body.objects("tools")) {
            WireObject function = tool.object("function");
            request.tool(ToolSpec.of(
                    function.text("name"), function.text("description"), JsonSchema.of(function.json("parameters"))));
        }
        body.maybe("response_format")
                .flatMap(format -> format.maybe("json_schema"))
                .ifPresent(schema -> {
                    schema.text("name");
                    request.responseSchema(JsonSchema.of(schema.json("schema")));
                });
        body.number("temperature").ifPresent(value -> request.temperature(value.doubleValue()));
        body.number("top_p").ifPresent(value -> request.topP(value.doubleValue()));
        body.number("max_completion_tokens")
                .or(() -> body.number("max_tokens"))
                .ifPresent(value -> request.maxOutputTokens(value.intValue()));
        if (body.isText("stop")) {
            request.stop(body.text("stop"));
        } else {
            body.texts("stop").forEach(request::stop);
        }
        body.maybe("metadata").ifPresent(labels -> labels.strings().forEach(request::metadata));
        return request.build();
    }

    private static LlmMessage message(WireObject message) {
        String role = message.text("role");
        List<LlmPart> parts = new ArrayList<>();
        if (role.equals("tool")) {
            parts.add(new LlmPart.ToolAnswer(
                    message.text("tool_call_id"), message.text("content"), LlmPart.ToolAnswer.Status.OK));
        } else if (message.isText("content")) {
            if (!message.text("content").isEmpty()) {
                parts.add(new LlmPart.Text(message.text("content")));
            }
        } else {
            message.objects("content").forEach(part -> parts.add(part(part)));
        }
        for (WireObject call : message.objects("tool_calls")) {
            WireObject function = call.object("function");
            parts.add(new LlmPart.ToolUse(call.text("id"), function.text("name"), function.text("arguments")));
        }
        return new LlmMessage(role(role), parts);
    }

    /** What instructions are called now is read as what they were called before. */
    static LlmRole role(String name) {
        return name.equals("developer") ? LlmRole.SYSTEM : LlmRole.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static LlmPart part(WireObject part) {
        return part.text("type").equals("image_url")
                ? image(part.object("image_url").text("url"))
                : new LlmPart.Text(part.text("text"));
    }

    static LlmPart image(String dataUrl) {
        int comma = dataUrl.indexOf(";base64,");
        if (!dataUrl.startsWith("data:") || comma < 0) {
            throw new IllegalArgumentException("image url: expected a data URL in Base64");
        }
        return new LlmPart.Image(
                dataUrl.substring("data:".length(), comma), dataUrl.substring(comma + ";base64,".length()));
    }

    @Override
    public String whole(LlmResponse response) {
        List<Object> calls = new ArrayList<>();
        response.toolUses().forEach(use -> calls.add(call(use)));
        Map<String, @Nullable Object> message = LlmWire.object(
                "role", "assistant", "content", response.text().isEmpty() ? null : response.text(), "refusal", null);
        if (!calls.isEmpty()) {
            message.put("tool_calls", calls);
        }
        return completion(message, reason(response.finishReason()), response.model(), usage(response.usage()));
    }

    private static String completion(Object message, String reason, String model, Object usage) {
        return LlmWire.json(
                "id",
                "chatcmpl-1",
                "object",
                "chat.completion",
                "created",
                CREATED,
                "model",
                model,
                "choices",
                List.of(LlmWire.object("index", 0, "message", message, "logprobs", null, "finish_reason", reason)),
                "usage",
                usage);
    }

    private static Object call(LlmPart.ToolUse use) {
        return LlmWire.object(
                "id",
                use.callId(),
                "type",
                "function",
                "function",
                LlmWire.object("name", use.tool(), "arguments", use.argumentsJson()));
    }

    private static Object usage(LlmUsage usage) {
        return LlmWire.object(
                "prompt_tokens",
                usage.inputTokens(),
                "completion_tokens",
                usage.outputTokens(),
                "total_tokens",
                usage.inputTokens() + usage.outputTokens(),
                "prompt_tokens_details",
                LlmWire.object("cached_tokens", usage.cachedInputTokens()),
                "completion_tokens_details",
                LlmWire.object("reasoning_tokens", usage.reasoningTokens()));
    }

    private static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_USE -> "tool_calls";
            case LENGTH -> "length";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "another_reason";
        };
    }

    @Override
    public void stream(List<String> pieces, LlmResponse response, Events out) throws IOException, InterruptedException {
        begin(pieces, response, out);
        int index = 0;
        for (LlmPart.ToolUse use : response.toolUses()) {
            String arguments = use.argumentsJson();
            int half = arguments.length() / 2;
            Map<String, @Nullable Object> head = LlmWire.object("index", index);
            head.putAll(LlmWire.object(
                    "id",
                    use.callId(),
                    "type",
                    "function",
                    "function",
                    LlmWire.object("name", use.tool(), "arguments", "")));
            out.event("", chunk(response, LlmWire.object("tool_calls", List.of(head)), null));
            for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
                out.event(
                        "",
                        chunk(
                                response,
                                LlmWire.object(
                                        "tool_calls",
                                        List.of(LlmWire.object(
                                                "index", index, "function", LlmWire.object("arguments", piece)))),
                                null));
            }
            index++;
        }
        end(response, reason(response.finishReason()), out);
    }

    private static void begin(List<String> pieces, LlmResponse response, Events out)
            throws IOException, InterruptedException {
        out.event("", chunk(response, LlmWire.object("role", "assistant", "content", ""), null));
        for (String piece : pieces) {
            out.delta("", chunk(response, LlmWire.object("content", piece), null));
        }
    }

    private static void end(LlmResponse response, String reason, Events out) throws IOException, InterruptedException {
        out.event("", chunk(response, LlmWire.object(), reason));
        out.event("", chunk(response, List.of(), usage(response.usage())));
        out.event("", "[DONE]");
    }

    private static String chunk(LlmResponse response, Map<String, @Nullable Object> delta, @Nullable String reason) {
        Object choice = LlmWire.object("index", 0, "delta", delta, "logprobs", null, "finish_reason", reason);
        return chunk(response, List.of(choice), null);
    }

    private static String chunk(LlmResponse response, List<Object> choices, @Nullable Object usage) {
        return LlmWire.json(
                "id",
                "chatcmpl-1",
                "object",
                "chat.completion.chunk",
                "created",
                CREATED,
                "model",
                response.model(),
                "choices",
                choices,
                "usage",
                usage);
    }

    @Override
    public void brokenStream(List<String> pieces, LlmResponse response, LlmException failure, Events out)
            throws IOException, InterruptedException {
        begin(pieces, response, out);
        out.event("", error(failed(failure)));
    }

    @Override
    public String refusal(String words) {
        return completion(
                LlmWire.object("role", "assistant", "content", null, "refusal", words),
                "stop",
                "fake",
                usage(LlmUsage.NONE));
    }

    @Override
    public void refusalStream(String words, Events out) throws IOException, InterruptedException {
        LlmResponse none = LlmResponse.of("");
        out.event("", chunk(none, LlmWire.object("role", "assistant", "refusal", words), null));
        end(none, "stop", out);
    }

    @Override
    public String error(Failed failed) {
        return openAiError(failed);
    }

    static String openAiError(Failed failed) {
        int status = failed.status();
        String type = status == 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
        return LlmWire.json(
                "error",
                LlmWire.object("message", failed.message(), "type", type, "param", null, "code", failed.code()));
    }

    @Override
    public Failed failed(LlmException failure) {
        return openAiFailed(failure);
    }

    static Failed openAiFailed(LlmException failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case LlmException.RateLimited limited -> new Failed(429, "rate_limit_exceeded", message);
            case LlmException.Unavailable down -> new Failed(503, "server_error", message);
            case LlmException.DeadlinePassed late -> new Failed(504, "timeout", message);
            case LlmException.InvalidRequest invalid -> new Failed(400, "invalid_value", message);
            case LlmException.ContextTooLong tooLong -> new Failed(400, "context_length_exceeded", message);
            case LlmException.Refused refused -> new Failed(400, "content_filter", message);
            case LlmException.Authentication key -> new Failed(401, "invalid_api_key", message);
        };
    }
}

package ai.netra.agents.anthropic;

import ai.netra.agents.http.AnswerAssembly;
import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.LlmProtocol;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.http.ServerSentEvent;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Messages API: {@code POST /v1/messages}. */
final class AnthropicMessages implements LlmProtocol {
    static final JsonCodec CODEC = JsonCodec.standard();

    /** Who made the opaque parts that are sent. */
    private static final String PROVIDER = "anthropic";

    private final String model;
    private final int maxOutputTokens;
    private final Map<String, Object> parameters;

    AnthropicMessages(String model, int maxOutputTokens, Map<String, Object> parameters) {
        this.model = model;
        this.maxOutputTokens = maxOutputTokens;
        this.parameters = parameters;
    }

    @Override
    public String path() {
        return "/v1/messages";
    }

    @Override
    public Map<String, String> keyHeaders(String key) {
        return Map.of("x-api-key", key);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("anthropic-version", "2023-06-01");
    }

    @Override
    public String body(LlmRequest request, Delivery delivery) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model().orElse(model));
        body.put("max_tokens", request.maxOutputTokens().orElse(maxOutputTokens));
        List<Object> system = new ArrayList<>();
        request.messages().stream()
                .filter(message -> message.role() == LlmRole.SYSTEM)
                .forEach(message -> system.addAll(blocks(message)));
        if (!system.isEmpty()) {
            body.put("system", system);
        }
        body.put("messages", messages(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    request.tools().stream()
                            .map(tool -> Map.of(
                                    "name",
                                    tool.name(),
                                    "description",
                                    tool.description(),
                                    "input_schema",
                                    new JsonText(tool.arguments().text())))
                            .toList());
        }
        request.responseSchema()
                .ifPresent(schema -> body.put(
                        "output_config",
                        Map.of("format", Map.of("type", "json_schema", "schema", SentSchema.of(schema)))));
        request.temperature().ifPresent(value -> body.put("temperature", Math.min(1, value)));
        request.topP().ifPresent(value -> body.put("top_p", value));
        if (!request.stop().isEmpty()) {
            body.put("stop_sequences", request.stop());
        }
        String user = request.metadata().get("user_id");
        if (user != null) {
            body.put("metadata", Map.of("user_id", user));
        }
        if (delivery == Delivery.STREAMED) {
            body.put("stream", true);
        }
        body.putAll(parameters);
        return CODEC.encode(body);
    }

    /** What tools answered to one message must be in the one after it, so messages of one role are brought into one. */
    private static List<Object> messages(List<LlmMessage> messages) {
        List<Object> written = new ArrayList<>();
        List<Object> content = new ArrayList<>();
        String role = "";
        for (LlmMessage message : messages) {
            List<Object> blocks = message.role() == LlmRole.SYSTEM ? List.of() : blocks(message);
            if (blocks.isEmpty()) {
                continue;
            }
            String next = message.role() == LlmRole.ASSISTANT ? "assistant" : "user";
            if (!next.equals(role)) {
                content = new ArrayList<>();
                written.add(Map.of("role", next, "content", content));
                role = next;
            }
            content.addAll(blocks);
        }
        return written;
    }

    /** Text that is empty, or nothing but white space, is refused by the API. */
    private static List<Object> blocks(LlmMessage message) {
        List<Object> blocks = new ArrayList<>();
        for (LlmPart part : message.parts()) {
            switch (part) {
                case LlmPart.Text text -> {
                    if (!text.text().isBlank()) {
                        blocks.add(Map.of("type", "text", "text", text.text()));
                    }
                }
                case LlmPart.Image image ->
                    blocks.add(Map.of(
                            "type",
                            "image",
                            "source",
                            Map.of("type", "base64", "media_type", image.mediaType(), "data", image.base64())));
                case LlmPart.ToolUse use ->
                    blocks.add(Map.of("type", "tool_use", "id", use.callId(), "name", use.tool(), "input", input(use)));
                case LlmPart.ToolAnswer answer -> {
                    Map<String, Object> block = new LinkedHashMap<>();
                    block.put("type", "tool_result");
                    block.put("tool_use_id", answer.callId());
                    block.put("content", answer.resultJson());
                    if (answer.status() == LlmPart.ToolAnswer.Status.ERROR) {
                        block.put("is_error", true);
                    }
                    blocks.add(block);
                }
                case LlmPart.Opaque opaque -> {
                    if (opaque.provider().equals(PROVIDER)) {
                        blocks.add(new JsonText(opaque.json()));
                    }
                }
            }
        }
        return blocks;
    }

    /** The arguments, which the API wants to be an object; what a model wrote may be anything. */
    private static Object input(LlmPart.ToolUse use) {
        JsonText arguments = new JsonText(use.argumentsJson());
        try {
            return CODEC.plain(arguments)
                    .filter(Map.class::isInstance)
                    .<Object>map(object -> arguments)
                    .orElseGet(() -> unreadable(use));
        } catch (JsonException notJson) {
            return unreadable(use);
        }
    }

    private static Object unreadable(LlmPart.ToolUse use) {
        return Map.of("unreadable", use.argumentsJson());
    }

    @Override
    public LlmResponse whole(String json) {
        MessagesAnswer answer = CODEC.decode(json, MessagesAnswer.class);
        if (answer.content().isEmpty()) {
            throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "", "the answer has no content");
        }
        List<LlmPart> parts = new ArrayList<>();
        for (JsonText written : answer.blocks()) {
            MessagesAnswer.Block block = MessagesAnswer.Block.of(written);
            if (block.isToolUse()) {
                parts.add(new LlmPart.ToolUse(
                        block.id().orElse("call-" + (parts.size() + 1)),
                        block.name().orElse(""),
                        block.input().map(JsonText::text).orElse("{}")));
            } else if (block.isThinking()) {
                parts.add(new LlmPart.Opaque(PROVIDER, written.text()));
            } else if (block.isText()) {
                block.text().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(new LlmPart.Text(text)));
            }
        }
        return new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, parts),
                MessagesAnswer.finishReason(answer.stopReason().orElse("")),
                answer.usage().orElse(MessagesAnswer.Usage.NONE).tokens(),
                answer.model().orElse(model));
    }

    @Override
    public Reading reading(AnswerAssembly assembly) {
        return new MessagesReading(assembly);
    }

    @Override
    public ProviderException failure(int status, String body) {
        return failure(ErrorBody.of(body), ProviderException.Kind.ofStatus(status));
    }

    private static ProviderException failure(ErrorBody error, ProviderException.Kind otherwise) {
        ProviderException.Kind kind = switch (error.type()) {
            case "invalid_request_error", "not_found_error", "request_too_large" ->
                isAboutLength(error.message())
                        ? ProviderException.Kind.CONTEXT_TOO_LONG
                        : ProviderException.Kind.INVALID_REQUEST;
            case "authentication_error", "permission_error", "billing_error" -> ProviderException.Kind.AUTHENTICATION;
            case "rate_limit_error" -> ProviderException.Kind.RATE_LIMITED;
            case "timeout_error" -> ProviderException.Kind.DEADLINE_PASSED;
            case "api_error", "overloaded_error" -> ProviderException.Kind.UNAVAILABLE;
            default -> otherwise;
        };
        return new ProviderException(kind, error.type(), error.message());
    }

    /** The API has no type for it. */
    private static boolean isAboutLength(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return words.contains("prompt is too long") || words.contains("context limit");
    }

    private record Event(
            Optional<String> type,
            Optional<Long> index,
            Optional<MessagesAnswer> message,
            Optional<JsonText> contentBlock,
            Optional<Delta> delta,
            Optional<MessagesAnswer.Usage> usage,
            Optional<Object> error) {}

    private record Delta(
            Optional<String> type,
            Optional<String> text,
            Optional<String> partialJson,
            Optional<String> thinking,
            Optional<String> signature,
            Optional<String> stopReason) {}

    /** A block of thinking that is coming. */
    private record Thinking(JsonText begun, StringBuilder text, StringBuilder signature) {
        /** The block as it stands in a whole answer. */
        String json() {
            Map<Object, Object> block =
                    new LinkedHashMap<>((Map<?, ?>) CODEC.plain(begun).orElseThrow());
            if (!text.isEmpty()) {
                block.put("thinking", text.toString());
            }
            if (!signature.isEmpty()) {
                block.put("signature", signature.toString());
            }
            return CODEC.encode(block);
        }
    }

    private final class MessagesReading implements Reading {
        private final AnswerAssembly assembly;
        private String answering = model;
        private MessagesAnswer.Usage usage = MessagesAnswer.Usage.NONE;
        private Optional<String> stopReason = Optional.empty();
        private @Nullable Thinking thinking;

        private MessagesReading(AnswerAssembly assembly) {
            this.assembly = assembly;
        }

        @Override
        public Progress on(ServerSentEvent sent) {
            Event event = CODEC.decode(sent.data(), Event.class);
            long index = event.index().orElse(0L);
            switch (event.type().orElse(sent.type())) {
                case "message_start" ->
                    event.message().ifPresent(message -> {
                        answering = message.model().orElse(model);
                        message.usage().ifPresent(counted -> usage = usage.updated(counted));
                    });
                case "content_block_start" -> event.contentBlock().ifPresent(block -> begin(index, block));
                case "content_block_delta" -> event.delta().ifPresent(delta -> append(index, delta));
                case "content_block_stop" -> {
                    if (thinking != null) {
                        assembly.opaque(PROVIDER, thinking.json());
                        thinking = null;
                    }
                }
                case "message_delta" -> {
                    event.delta().flatMap(Delta::stopReason).ifPresent(reason -> stopReason = Optional.of(reason));
                    event.usage().ifPresent(counted -> usage = usage.updated(counted));
                }
                case "message_stop" -> {
                    return Progress.DONE;
                }
                case "error" ->
                    throw failure(
                            ErrorBody.of(event.error().map(CODEC::encode).orElse("")),
                            ProviderException.Kind.UNAVAILABLE);
                default -> {
                    // pings, and what may come to be told besides
                }
            }
            return Progress.MORE;
        }

        private void begin(long index, JsonText json) {
            MessagesAnswer.Block block = MessagesAnswer.Block.of(json);
            if (block.isToolUse()) {
                assembly.toolUse(
                        index,
                        block.id().orElse("call-" + (index + 1)),
                        block.name().orElse(""));
            } else if (block.isThinking()) {
                assembly.keeping(json.text().length());
                thinking = new Thinking(json, new StringBuilder(), new StringBuilder());
            } else if (block.isText()) {
                block.text().ifPresent(assembly::text);
            }
        }

        private void append(long index, Delta delta) {
            switch (delta.type().orElse("")) {
                case "text_delta" -> delta.text().ifPresent(assembly::text);
                case "input_json_delta" -> delta.partialJson().ifPresent(text -> assembly.arguments(index, text));
                case "thinking_delta" -> delta.thinking().ifPresent(text -> think(Thinking::text, text));
                case "signature_delta" -> delta.signature().ifPresent(text -> think(Thinking::signature, text));
                default -> {
                    // citations are no part of the answer
                }
            }
        }

        private void think(Function<Thinking, StringBuilder> to, String piece) {
            if (thinking != null) {
                assembly.keeping(piece.length());
                to.apply(thinking).append(piece);
            }
        }

        @Override
        public LlmResponse end() {
            String reason = stopReason.orElseThrow(() -> new ProviderException(
                    ProviderException.Kind.UNAVAILABLE, "", "the stream ended before the answer was whole"));
            return assembly.response(MessagesAnswer.finishReason(reason), usage.tokens(), answering);
        }
    }
}

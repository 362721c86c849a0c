package ai.netra.agents.openai;

import ai.netra.agents.http.AnswerAssembly;
import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.LlmProtocol;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.http.ServerSentEvent;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Chat Completions API: {@code POST /chat/completions}. */
final class ChatCompletions implements LlmProtocol {
    static final JsonCodec CODEC = JsonCodec.standard();
    private static final String END = "[DONE]";
    private static final int LONGEST_REFUSAL = 2_000;

    private final OpenAiOptions options;

    ChatCompletions(OpenAiOptions options) {
        this.options = options;
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public Map<String, String> keyHeaders(String key) {
        return options.keyHeaders(key);
    }

    @Override
    public String body(LlmRequest request, Delivery delivery) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model().orElse(options.model()));
        body.put("messages", messages(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    request.tools().stream()
                            .map(tool -> Map.of(
                                    "type",
                                    "function",
                                    "function",
                                    Map.of(
                                            "name",
                                            tool.name(),
                                            "description",
                                            tool.description(),
                                            "parameters",
                                            new JsonText(tool.arguments().text()))))
                            .toList());
        }
        request.responseSchema()
                .ifPresent(schema -> body.put(
                        "response_format",
                        Map.of(
                                "type",
                                "json_schema",
                                "json_schema",
                                Map.of(
                                        "name",
                                        "answer",
                                        "strict",
                                        StrictSchema.isStrict(schema),
                                        "schema",
                                        new JsonText(schema.text())))));
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.topP().ifPresent(value -> body.put("top_p", value));
        request.maxOutputTokens().ifPresent(value -> body.put(options.tokenLimit(), value));
        if (!request.stop().isEmpty()) {
            body.put("stop", request.stop());
        }
        if (!request.metadata().isEmpty()
                && Boolean.TRUE.equals(options.parameters().get("store"))) {
            body.put("metadata", request.metadata());
        }
        if (delivery == Delivery.STREAMED) {
            body.put("stream", true);
            body.put("stream_options", Map.of("include_usage", true));
        }
        body.putAll(options.parameters());
        return CODEC.encode(body);
    }

    private static List<Object> messages(List<LlmMessage> messages) {
        List<Object> written = new ArrayList<>();
        for (LlmMessage message : messages) {
            List<LlmPart> content = new ArrayList<>();
            List<Object> toolCalls = new ArrayList<>();
            for (LlmPart part : message.parts()) {
                switch (part) {
                    case LlmPart.ToolAnswer answer ->
                        written.add(Map.of(
                                "role", "tool", "tool_call_id", answer.callId(), "content", answer.resultJson()));
                    case LlmPart.ToolUse use -> toolCalls.add(toolCall(use));
                    case LlmPart.Text text -> content.add(text);
                    case LlmPart.Image image -> content.add(image);
                    case LlmPart.Opaque others -> {}
                }
            }
            if (!content.isEmpty() || !toolCalls.isEmpty() || message.parts().isEmpty()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put(
                        "role",
                        message.role() == LlmRole.TOOL
                                ? LlmRole.USER.label()
                                : message.role().label());
                one.put("content", content(message, content));
                if (!toolCalls.isEmpty()) {
                    one.put("tool_calls", toolCalls);
                }
                written.add(one);
            }
        }
        return written;
    }

    /** Plain text where there is no image: what the simplest servers read. */
    private static Object content(LlmMessage message, List<LlmPart> parts) {
        if (parts.stream().noneMatch(LlmPart.Image.class::isInstance)) {
            return message.text();
        }
        return parts.stream()
                .map(part -> part instanceof LlmPart.Image image
                        ? Map.of("type", "image_url", "image_url", Map.of("url", OpenAiOptions.dataUrl(image)))
                        : Map.of("type", "text", "text", ((LlmPart.Text) part).text()))
                .toList();
    }

    private static Object toolCall(LlmPart.ToolUse use) {
        return Map.of(
                "id",
                use.callId(),
                "type",
                "function",
                "function",
                Map.of("name", use.tool(), "arguments", use.argumentsJson()));
    }

    @Override
    public LlmResponse whole(String json) {
        ChatAnswer answer = CODEC.decode(json, ChatAnswer.class);
        answer.refuseErrors();
        ChatAnswer.Choice choice = answer.choice()
                .orElseThrow(() ->
                        new ProviderException(ProviderException.Kind.UNAVAILABLE, "", "the answer has no choices"));
        List<LlmPart> parts = new ArrayList<>();
        choice.message().ifPresent(message -> {
            message.refusal().filter(words -> !words.isEmpty()).ifPresent(words -> {
                throw new ProviderException(ProviderException.Kind.REFUSED, "refusal", words);
            });
            message.content().filter(text -> !text.isEmpty()).ifPresent(text -> parts.add(new LlmPart.Text(text)));
            OpenAiOptions.present(message.toolCalls()).forEach(call -> parts.add(toolUse(call, parts.size())));
        });
        boolean hasToolUses = parts.stream().anyMatch(LlmPart.ToolUse.class::isInstance);
        return new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, parts),
                ChatAnswer.finishReason(choice.finishReason().orElse("stop"), hasToolUses),
                answer.tokens().orElse(LlmUsage.NONE),
                answer.model().orElse(options.model()));
    }

    private static LlmPart toolUse(ChatAnswer.ToolCall call, int position) {
        Optional<ChatAnswer.Function> function = call.function();
        return new LlmPart.ToolUse(
                callId(call.id(), position),
                function.flatMap(ChatAnswer.Function::name).orElse(""),
                function.flatMap(ChatAnswer.Function::arguments)
                        .filter(text -> !text.isEmpty())
                        .orElse("{}"));
    }

    /** Some servers give no ids; what answers a call must name one. */
    private static String callId(Optional<String> id, int position) {
        return id.filter(text -> !text.isEmpty()).orElse("call-" + (position + 1));
    }

    @Override
    public Reading reading(AnswerAssembly assembly) {
        return new ChatReading(assembly);
    }

    @Override
    public ProviderException failure(int status, String body) {
        return OpenAiOptions.failure(status, ErrorBody.of(body));
    }

    /** Pieces of an answer. The count of tokens comes after the reason for its end, and {@code [DONE]} after that. */
    private final class ChatReading implements Reading {
        private final AnswerAssembly assembly;
        private final StringBuilder refusal = new StringBuilder();
        private String model = options.model();
        private LlmUsage usage = LlmUsage.NONE;
        private Optional<String> finishReason = Optional.empty();
        private int toolUses;
        private long newest;

        private ChatReading(AnswerAssembly assembly) {
            this.assembly = assembly;
        }

        @Override
        public Progress on(ServerSentEvent event) {
            if (event.data().strip().equals(END)) {
                return Progress.DONE;
            }
            ChatAnswer piece = CODEC.decode(event.data(), ChatAnswer.class);
            piece.refuseErrors();
            piece.model().filter(name -> !name.isEmpty()).ifPresent(name -> model = name);
            piece.tokens().ifPresent(tokens -> usage = tokens);
            piece.choice().ifPresent(choice -> {
                choice.delta().ifPresent(this::append);
                finishReason = choice.finishReason().or(() -> finishReason);
            });
            return Progress.MORE;
        }

        private void append(ChatAnswer.Message delta) {
            delta.content().ifPresent(assembly::text);
            delta.refusal().filter(words -> refusal.length() < LONGEST_REFUSAL).ifPresent(refusal::append);
            OpenAiOptions.present(delta.toolCalls()).forEach(this::append);
        }

        /** The first piece of a call has its id. Servers that number all calls 0 begin a new one by a new id. */
        private void append(ChatAnswer.ToolCall call) {
            long index = call.index().orElse(newest);
            Optional<String> id = call.id().filter(text -> !text.isEmpty());
            Optional<String> known = assembly.callId(index);
            if (known.isEmpty() || (id.isPresent() && !id.equals(known))) {
                assembly.toolUse(
                        index,
                        callId(id, toolUses++),
                        call.function().flatMap(ChatAnswer.Function::name).orElse(""));
            }
            newest = index;
            call.function().flatMap(ChatAnswer.Function::arguments).ifPresent(text -> assembly.arguments(index, text));
        }

        @Override
        public LlmResponse end() {
            if (!refusal.isEmpty()) {
                throw new ProviderException(ProviderException.Kind.REFUSED, "refusal", refusal.toString());
            }
            FinishReason reason = ChatAnswer.finishReason(
                    finishReason.orElseThrow(() -> new ProviderException(
                            ProviderException.Kind.UNAVAILABLE, "", "the stream ended before the answer was whole")),
                    toolUses > 0);
            return assembly.response(reason, usage, model);
        }
    }
}

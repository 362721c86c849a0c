package ai.netra.agents.openai;

import ai.netra.agents.http.AnswerAssembly;
import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.LlmProtocol;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.http.ServerSentEvent;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Responses API: {@code POST /responses}. The whole conversation is sent each time, and nothing is stored there. */
final class OpenAiResponses implements LlmProtocol {
    private static final JsonCodec CODEC = ChatCompletions.CODEC;

    /** Who made the opaque parts that are sent. */
    private static final String PROVIDER = "openai";

    private final OpenAiOptions options;

    OpenAiResponses(OpenAiOptions options) {
        this.options = options;
    }

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public Map<String, String> keyHeaders(String key) {
        return options.keyHeaders(key);
    }

    @Override
    public String body(LlmRequest request, Delivery delivery) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", request.model().orElse(options.model()));
        body.put("input", input(request.messages()));
        body.put("store", false);
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    request.tools().stream()
                            .map(tool -> Map.of(
                                    "type",
                                    "function",
                                    "name",
                                    tool.name(),
                                    "description",
                                    tool.description(),
                                    "strict", // true by default, which most schemas do not fit
                                    false,
                                    "parameters",
                                    new JsonText(tool.arguments().text())))
                            .toList());
        }
        request.responseSchema()
                .ifPresent(schema -> body.put(
                        "text",
                        Map.of(
                                "format",
                                Map.of(
                                        "type",
                                        "json_schema",
                                        "name",
                                        "answer",
                                        "strict",
                                        StrictSchema.isStrict(schema),
                                        "schema",
                                        new JsonText(schema.text())))));
        request.temperature().ifPresent(value -> body.put("temperature", value));
        request.topP().ifPresent(value -> body.put("top_p", value));
        request.maxOutputTokens().ifPresent(value -> body.put("max_output_tokens", value));
        if (!request.stop().isEmpty()) {
            throw new LlmException.InvalidRequest(
                    "the Responses API knows no stop sequences; leave them out, or use OpenAiApi.CHAT_COMPLETIONS");
        }
        if (!request.metadata().isEmpty()) {
            body.put("metadata", request.metadata());
        }
        if (delivery == Delivery.STREAMED) {
            body.put("stream", true);
        }
        body.putAll(options.parameters());
        return CODEC.encode(body);
    }

    private static List<Object> input(List<LlmMessage> messages) {
        List<Object> items = new ArrayList<>();
        for (LlmMessage message : messages) {
            List<Object> content = new ArrayList<>();
            for (LlmPart part : message.parts()) {
                if (!(part instanceof LlmPart.Text || part instanceof LlmPart.Image)) {
                    addMessage(items, message, content);
                    content = new ArrayList<>();
                }
                switch (part) {
                    case LlmPart.Text text ->
                        content.add(Map.of(
                                "type",
                                message.role() == LlmRole.ASSISTANT ? "output_text" : "input_text",
                                "text",
                                text.text()));
                    case LlmPart.Image image ->
                        content.add(Map.of("type", "input_image", "image_url", OpenAiOptions.dataUrl(image)));
                    case LlmPart.ToolUse use ->
                        items.add(Map.of(
                                "type",
                                "function_call",
                                "call_id",
                                use.callId(),
                                "name",
                                use.tool(),
                                "arguments",
                                use.argumentsJson()));
                    case LlmPart.ToolAnswer answer ->
                        items.add(Map.of(
                                "type",
                                "function_call_output",
                                "call_id",
                                answer.callId(),
                                "output",
                                answer.resultJson()));
                    case LlmPart.Opaque opaque -> {
                        if (opaque.provider().equals(PROVIDER)) {
                            items.add(new JsonText(opaque.json()));
                        }
                    }
                }
            }
            addMessage(items, message, content);
        }
        return items;
    }

    private static void addMessage(List<Object> items, LlmMessage message, List<Object> content) {
        if (!content.isEmpty()) {
            String role = message.role() == LlmRole.TOOL
                    ? LlmRole.USER.label()
                    : message.role().label();
            items.add(Map.of("type", "message", "role", role, "content", content));
        }
    }

    @Override
    public LlmResponse whole(String json) {
        ResponsesAnswer answer = CODEC.decode(json, ResponsesAnswer.class);
        if (answer.status().isEmpty()) {
            throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "", "the answer has no status");
        }
        List<LlmPart> parts = new ArrayList<>();
        for (JsonText output : OpenAiOptions.present(answer.output())) {
            ResponsesAnswer.Item item = ResponsesAnswer.Item.of(output);
            if (item.isSealedReasoning()) {
                parts.add(new LlmPart.Opaque(PROVIDER, output.text()));
                continue;
            }
            if (item.isToolUse()) {
                parts.add(new LlmPart.ToolUse(
                        item.callId().orElse("call-" + (parts.size() + 1)),
                        item.name().orElse(""),
                        item.arguments().orElse("{}")));
            }
            for (ResponsesAnswer.Content content : OpenAiOptions.present(item.content())) {
                content.refusal().ifPresent(OpenAiResponses::refuse);
                content.text()
                        .filter(text ->
                                content.type().filter("output_text"::equals).isPresent() && !text.isEmpty())
                        .ifPresent(text -> parts.add(new LlmPart.Text(text)));
            }
        }
        boolean hasToolUses = parts.stream().anyMatch(LlmPart.ToolUse.class::isInstance);
        return new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, parts),
                answer.finishReason(hasToolUses),
                answer.tokens(),
                answer.model().orElse(options.model()));
    }

    private static void refuse(String words) {
        throw new ProviderException(ProviderException.Kind.REFUSED, "refusal", words);
    }

    @Override
    public Reading reading(AnswerAssembly assembly) {
        return new ResponsesReading(assembly);
    }

    @Override
    public ProviderException failure(int status, String body) {
        return OpenAiOptions.failure(status, ErrorBody.of(body));
    }

    /** An event: its kind is in the JSON, and in the event's type too. */
    private record Event(
            Optional<String> type,
            Optional<Long> outputIndex,
            Optional<String> delta,
            Optional<String> refusal,
            Optional<JsonText> item,
            Optional<End> response,
            Optional<Object> error,
            Optional<String> code,
            Optional<String> message) {}

    /** The answer in the last event, without its output: that has come in pieces. */
    private record End(
            Optional<String> status,
            Optional<String> model,
            Optional<ResponsesAnswer.Usage> usage,
            Optional<Object> error,
            Optional<ResponsesAnswer.Incomplete> incompleteDetails) {
        ResponsesAnswer answer() {
            return new ResponsesAnswer(status, model, Optional.empty(), usage, error, incompleteDetails);
        }
    }

    private final class ResponsesReading implements Reading {
        private final AnswerAssembly assembly;
        private boolean hasToolUses;
        private @Nullable ResponsesAnswer answer;

        private ResponsesReading(AnswerAssembly assembly) {
            this.assembly = assembly;
        }

        @Override
        public Progress on(ServerSentEvent sent) {
            if (sent.data().isBlank() || sent.data().strip().equals("[DONE]")) { // of proxies
                return Progress.MORE;
            }
            Event event = CODEC.decode(sent.data(), Event.class);
            switch (event.type().orElse(sent.type())) {
                case "response.output_text.delta" -> event.delta().ifPresent(assembly::text);
                case "response.refusal.done" -> refuse(event.refusal().orElse(""));
                case "response.output_item.added" ->
                    event.item()
                            .map(ResponsesAnswer.Item::of)
                            .filter(ResponsesAnswer.Item::isToolUse)
                            .ifPresent(item -> begin(event, item));
                case "response.output_item.done" ->
                    event.item()
                            .filter(item -> ResponsesAnswer.Item.of(item).isSealedReasoning())
                            .ifPresent(item -> assembly.opaque(PROVIDER, item.text()));
                case "response.function_call_arguments.delta" ->
                    event.delta().ifPresent(text -> assembly.arguments(index(event), text));
                case "response.completed", "response.incomplete", "response.failed" -> {
                    answer = event.response().map(End::answer).orElse(null);
                    return Progress.DONE;
                }
                case "error" ->
                    throw OpenAiOptions.failure(event.error()
                            .map(error -> ErrorBody.of(CODEC.encode(error)))
                            .orElseGet(() -> new ErrorBody(
                                    event.message().orElse(""), "", event.code().orElse(""))));
                default -> {
                    // what is told besides, such as summaries of reasoning, is no part of the answer
                }
            }
            return Progress.MORE;
        }

        private void begin(Event event, ResponsesAnswer.Item item) {
            hasToolUses = true;
            assembly.toolUse(
                    index(event),
                    item.callId().orElse("call-" + (index(event) + 1)),
                    item.name().orElse(""));
            item.arguments().ifPresent(text -> assembly.arguments(index(event), text));
        }

        private static long index(Event event) {
            return event.outputIndex().orElse(0L);
        }

        @Override
        public LlmResponse end() {
            ResponsesAnswer whole = answer;
            if (whole == null) {
                throw new ProviderException(
                        ProviderException.Kind.UNAVAILABLE, "", "the stream ended before the answer was whole");
            }
            return assembly.response(
                    whole.finishReason(hasToolUses),
                    whole.tokens(),
                    whole.model().orElse(options.model()));
        }
    }
}

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's Responses, as {@code github.com/openai/openai-openapi} has it. */
final class ResponsesWire implements LlmWire {
    private static final String PROVIDER = "openai";
    private static final long CREATED = 1_760_000_000;

    @Override
    public LlmRequest request(WireObject body) {
        LlmRequest.Builder request = LlmRequest.builder().model(body.text("model"));
        if (body.has("instructions")) {
            request.system(body.text("instructions"));
        }
        if (body.isText("input")) {
            request.user(body.text("input"));
        } else {
            messages(body.objects("input")).forEach(request::message);
        }
        for (WireObject tool : body.objects("tools")) {
            request.tool(
                    ToolSpec.of(tool.text("name"), tool.text("description"), JsonSchema.of(tool.json("parameters"))));
        }
        body.maybe("text").flatMap(text -> text.maybe("format")).ifPresent(format -> {
            if (format.text("type").equals("json_schema")) {
                format.text("name");
                request.responseSchema(JsonSchema.of(format.json("schema")));
            }
        });
        body.number("temperature").ifPresent(value -> request.temperature(value.doubleValue()));
        body.number("top_p").ifPresent(value -> request.topP(value.doubleValue()));
        body.number("max_output_tokens").ifPresent(value -> request.maxOutputTokens(value.intValue()));
        if (body.has("stop")) {
            throw new IllegalArgumentException("Unknown parameter: 'stop'.");
        }
        body.maybe("metadata").ifPresent(labels -> labels.strings().forEach(request::metadata));
        return request.build();
    }

    /** The calls that follow what an assistant says are of the same message. */
    private static List<LlmMessage> messages(List<WireObject> items) {
        List<LlmMessage> messages = new ArrayList<>();
        for (WireObject item : items) {
            switch (item.text("type", "message")) {
                case "function_call" -> {
                    LlmPart use = new LlmPart.ToolUse(item.text("call_id"), item.text("name"), item.text("arguments"));
                    if (!messages.isEmpty() && messages.getLast().role() == LlmRole.ASSISTANT) {
                        join(messages, List.of(use));
                    } else {
                        messages.add(new LlmMessage(LlmRole.ASSISTANT, List.of(use)));
                    }
                }
                case "reasoning" -> {
                    List<LlmPart> thought = List.of(new LlmPart.Opaque(PROVIDER, item.json()));
                    if (endsInReasoning(messages)) {
                        join(messages, thought);
                    } else {
                        messages.add(new LlmMessage(LlmRole.ASSISTANT, thought));
                    }
                }
                case "function_call_output" ->
                    messages.add(new LlmMessage(
                            LlmRole.TOOL,
                            List.of(new LlmPart.ToolAnswer(
                                    item.text("call_id"), item.text("output"), LlmPart.ToolAnswer.Status.OK))));
                default -> {
                    LlmMessage message = message(item);
                    if (message.role() == LlmRole.ASSISTANT && endsInReasoning(messages)) {
                        join(messages, message.parts());
                    } else {
                        messages.add(message);
                    }
                }
            }
        }
        return messages;
    }

    private static boolean endsInReasoning(List<LlmMessage> messages) {
        return !messages.isEmpty()
                && !messages.getLast().parts().isEmpty()
                && messages.getLast().parts().getLast() instanceof LlmPart.Opaque;
    }

    private static void join(List<LlmMessage> messages, List<LlmPart> more) {
        List<LlmPart> parts = new ArrayList<>(messages.removeLast().parts());
        parts.addAll(more);
        messages.add(new LlmMessage(LlmRole.ASSISTANT, parts));
    }

    private static LlmMessage message(WireObject item) {
        LlmRole role = ChatCompletionsWire.role(item.text("role"));
        if (item.isText("content")) {
            return new LlmMessage(role, List.of(new LlmPart.Text(item.text("content"))));
        }
        List<LlmPart> parts = new ArrayList<>();
        for (WireObject part : item.objects("content")) {
            String expected = role == LlmRole.ASSISTANT ? "output_text" : "input_text";
            String type = part.text("type");
            if (type.equals("input_image")) {
                parts.add(ChatCompletionsWire.image(part.text("image_url")));
            } else if (type.equals(expected)) {
                parts.add(new LlmPart.Text(part.text("text")));
            } else {
                throw new IllegalArgumentException("Invalid value: '" + type + "'. Supported: '" + expected + "'.");
            }
        }
        return new LlmMessage(role, parts);
    }

    @Override
    public String whole(LlmResponse response) {
        return encode(response(response, status(response), output(response)));
    }

    private static String encode(Object value) {
        return JsonCodec.standard().encode(value);
    }

    private static List<Object> output(LlmResponse response) {
        List<Object> output = new ArrayList<>();
        LlmWire.opaque(response.message(), PROVIDER).forEach(part -> output.add(new JsonText(part.json())));
        if (!response.text().isEmpty()) {
            output.add(message("completed", List.of(textPart(response.text()))));
        }
        response.toolUses().forEach(use -> output.add(call(use, use.argumentsJson(), "completed")));
        return output;
    }

    private static Object textPart(String text) {
        return LlmWire.object("type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
    }

    private static Object message(String status, List<Object> content) {
        return LlmWire.object(
                "id", "msg_1", "type", "message", "status", status, "role", "assistant", "content", content);
    }

    private static Object call(LlmPart.ToolUse use, String arguments, String status) {
        return LlmWire.object(
                "id",
                "fc_" + use.callId(),
                "type",
                "function_call",
                "status",
                status,
                "call_id",
                use.callId(),
                "name",
                use.tool(),
                "arguments",
                arguments);
    }

    private static String status(LlmResponse response) {
        return response.finishReason() == FinishReason.STOP || response.finishReason() == FinishReason.TOOL_USE
                ? "completed"
                : "incomplete";
    }

    private static Map<String, @Nullable Object> response(LlmResponse response, String status, List<Object> output) {
        LlmUsage usage = response.usage();
        String reason = switch (response.finishReason()) {
            case LENGTH -> "max_output_tokens";
            case CONTENT_FILTER -> "content_filter";
            case STOP, TOOL_USE, OTHER -> "another_reason";
        };
        return LlmWire.object(
                "id",
                "resp_1",
                "object",
                "response",
                "created_at",
                CREATED,
                "status",
                status,
                "error",
                null,
                "incomplete_details",
                status.equals("incomplete") ? LlmWire.object("reason", reason) : null,
                "instructions",
                null,
                "metadata",
                Map.of(),
                "model",
                response.model(),
                "output",
                output,
                "parallel_tool_calls",
                true,
                "temperature",
                1.0,
                "tool_choice",
                "auto",
                "tools",
                List.of(),
                "top_p",
                1.0,
                "usage",
                status.equals("in_progress")
                        ? null
                        : LlmWire.object(
                                "input_tokens",
                                usage.inputTokens(),
                                "input_tokens_details",
                                LlmWire.object("cached_tokens", usage.cachedInputTokens(), "cache_write_tokens", 0),
                                "output_tokens",
                                usage.outputTokens(),
                                "output_tokens_details",
                                LlmWire.object("reasoning_tokens", usage.reasoningTokens()),
                                "total_tokens",
                                usage.inputTokens() + usage.outputTokens()));
    }

    @Override
    public void stream(List<String> pieces, LlmResponse response, Events out) throws IOException, InterruptedException {
        Numbered events = new Numbered(out);
        int index = begin(pieces, response, events);
        for (LlmPart.ToolUse use : response.toolUses()) {
            String id = "fc_" + use.callId();
            String arguments = use.argumentsJson();
            int half = arguments.length() / 2;
            events.event("response.output_item.added", "output_index", index, "item", call(use, "", "in_progress"));
            for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
                events.event(
                        "response.function_call_arguments.delta", "item_id", id, "output_index", index, "delta", piece);
            }
            events.event(
                    "response.function_call_arguments.done",
                    "item_id",
                    id,
                    "name",
                    use.tool(),
                    "output_index",
                    index,
                    "arguments",
                    arguments);
            events.event("response.output_item.done", "output_index", index, "item", call(use, arguments, "completed"));
            index++;
        }
        String status = status(response);
        events.event("response." + status, "response", response(response, status, output(response)));
    }

    /** The text, from its first event to its last; says how many items there are then. */
    private static int begin(List<String> pieces, LlmResponse response, Numbered events)
            throws IOException, InterruptedException {
        events.event("response.created", "response", response(response, "in_progress", List.of()));
        events.event("response.in_progress", "response", response(response, "in_progress", List.of()));
        int index = 0;
        for (LlmPart.Opaque part : LlmWire.opaque(response.message(), PROVIDER)) {
            Object item = new JsonText(part.json());
            events.event("response.output_item.added", "output_index", index, "item", reasoningBegun(part));
            events.event("response.output_item.done", "output_index", index, "item", item);
            index++;
        }
        if (pieces.isEmpty()) {
            return index;
        }
        events.event("response.output_item.added", "output_index", index, "item", message("in_progress", List.of()));
        events.event(
                "response.content_part.added",
                "item_id",
                "msg_1",
                "output_index",
                index,
                "content_index",
                0,
                "part",
                textPart(""));
        for (String piece : pieces) {
            events.delta(index, piece);
        }
        String text = String.join("", pieces);
        events.event(
                "response.output_text.done",
                "item_id",
                "msg_1",
                "output_index",
                index,
                "content_index",
                0,
                "text",
                text,
                "logprobs",
                List.of());
        events.event(
                "response.output_item.done",
                "output_index",
                index,
                "item",
                message("completed", List.of(textPart(text))));
        return index + 1;
    }

    /** An item of reasoning before anything of it has come. */
    private static Object reasoningBegun(LlmPart.Opaque part) {
        WireObject item = WireObject.parse(part.json());
        return LlmWire.object("id", item.text("id", "rs_1"), "type", "reasoning", "summary", List.of());
    }

    @Override
    public void brokenStream(List<String> pieces, LlmResponse response, LlmException failure, Events out)
            throws IOException, InterruptedException {
        Numbered events = new Numbered(out);
        begin(pieces, response, events);
        events.event(
                "error",
                "code",
                failed(failure).code(),
                "message",
                String.valueOf(failure.getMessage()),
                "param",
                null);
    }

    @Override
    public String refusal(String words) {
        return encode(response(
                LlmResponse.of(""),
                "completed",
                List.of(message("completed", List.of(LlmWire.object("type", "refusal", "refusal", words))))));
    }

    @Override
    public void refusalStream(String words, Events out) throws IOException, InterruptedException {
        Numbered events = new Numbered(out);
        begin(List.of(), LlmResponse.of(""), events);
        events.event(
                "response.refusal.done", "item_id", "msg_1", "output_index", 0, "content_index", 0, "refusal", words);
        events.event("response.completed", "response", response(LlmResponse.of(""), "completed", List.of()));
    }

    @Override
    public String error(Failed failed) {
        return ChatCompletionsWire.openAiError(failed);
    }

    @Override
    public Failed failed(LlmException failure) {
        return failure instanceof LlmException.InvalidRequest
                ? new Failed(400, "invalid_prompt", String.valueOf(failure.getMessage()))
                : ChatCompletionsWire.openAiFailed(failure);
    }

    /** Each event says its type, and its number. */
    private static final class Numbered {
        private final Events out;
        private int number;

        private Numbered(Events out) {
            this.out = out;
        }

        private void event(String type, @Nullable Object... members) throws IOException, InterruptedException {
            out.event(type, json(type, members));
        }

        private void delta(int index, String piece) throws IOException, InterruptedException {
            String type = "response.output_text.delta";
            out.delta(
                    type,
                    json(
                            type,
                            "item_id",
                            "msg_1",
                            "output_index",
                            index,
                            "content_index",
                            0,
                            "delta",
                            piece,
                            "logprobs",
                            List.of()));
        }

        private String json(String type, @Nullable Object... members) {
            Map<String, @Nullable Object> event = LlmWire.object("type", type, "sequence_number", number++);
            event.putAll(LlmWire.object(members));
            return encode(event);
        }
    }
}

package ai.netra.agents.langchain4j;

import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests and answers, from ours to LangChain4j's and back. */
final class ChatMessages {
    private static final JsonCodec CODEC = JsonCodec.standard();

    private ChatMessages() {}

    /** How a model is told what form its answer is to have. */
    enum Schemas {
        NATIVE,
        INSTRUCTED
    }

    static ChatRequest request(LlmRequest request, ModelProvider provider, Schemas schemas) {
        List<ChatMessage> messages = new ArrayList<>();
        Optional<JsonSchema> schema = request.responseSchema();
        if (schemas == Schemas.INSTRUCTED) {
            schema.ifPresent(form -> messages.add(
                    SystemMessage.from("Answer with nothing but JSON that fits this JSON Schema: " + form.text())));
        }
        Map<String, String> tools = new HashMap<>();
        request.messages().forEach(message -> add(messages, message, tools, opaqueOf(provider)));
        ChatRequest.Builder chat = ChatRequest.builder().messages(messages);
        request.model().ifPresent(chat::modelName);
        request.temperature().ifPresent(chat::temperature);
        request.topP().ifPresent(chat::topP);
        request.maxOutputTokens().ifPresent(chat::maxOutputTokens);
        if (!request.stop().isEmpty()) {
            chat.stopSequences(request.stop());
        }
        if (!request.tools().isEmpty()) {
            chat.toolSpecifications(
                    request.tools().stream().map(ToolSchemas::specification).toList());
        }
        if (schemas == Schemas.NATIVE) {
            schema.ifPresent(form -> chat.responseFormat(ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(dev.langchain4j.model.chat.request.json.JsonSchema.builder()
                            .name("answer")
                            .rootElement(JsonRawSchema.from(form.text()))
                            .build())
                    .build()));
        }
        return chat.build();
    }

    private static void add(
            List<ChatMessage> messages, LlmMessage message, Map<String, String> tools, String provider) {
        List<Content> contents = new ArrayList<>();
        List<ToolExecutionRequest> calls = new ArrayList<>();
        AiMessage.Builder assistant = AiMessage.builder();
        for (LlmPart part : message.parts()) {
            switch (part) {
                case LlmPart.Text text -> {
                    if (!text.text().isEmpty()) {
                        contents.add(TextContent.from(text.text()));
                    }
                }
                case LlmPart.Image image -> contents.add(ImageContent.from(image.base64(), image.mediaType()));
                case LlmPart.ToolUse use -> {
                    tools.put(use.callId(), use.tool());
                    calls.add(ToolExecutionRequest.builder()
                            .id(use.callId())
                            .name(use.tool())
                            .arguments(arguments(use))
                            .build());
                }
                case LlmPart.ToolAnswer answer ->
                    messages.add(ToolExecutionResultMessage.builder()
                            .id(answer.callId())
                            .toolName(tools.getOrDefault(answer.callId(), "unknown"))
                            .text(answer.resultJson())
                            .isError(answer.status() == LlmPart.ToolAnswer.Status.ERROR)
                            .build());
                case LlmPart.Opaque opaque -> {
                    if (opaque.provider().equals(provider)) {
                        think(assistant, opaque);
                    }
                }
            }
        }
        switch (message.role()) {
            case SYSTEM -> messages.add(SystemMessage.from(message.text()));
            case ASSISTANT ->
                messages.add(assistant
                        .text(message.text().isEmpty() ? null : message.text())
                        .toolExecutionRequests(calls)
                        .build());
            case USER, TOOL -> {
                if (!contents.isEmpty()) {
                    messages.add(UserMessage.from(contents));
                }
            }
        }
    }

    /** Models of LangChain4j read the arguments, which what a model wrote may keep them from. */
    private static String arguments(LlmPart.ToolUse use) {
        try {
            if (CODEC.plain(new JsonText(use.argumentsJson())).orElse("") instanceof Map) {
                return use.argumentsJson();
            }
        } catch (JsonException notJson) {
            // shown as what it is
        }
        return CODEC.encode(Map.of("unreadable", use.argumentsJson()));
    }

    /** Who made the opaque parts that are sent to this provider. */
    private static String opaqueOf(ModelProvider provider) {
        return "langchain4j/" + provider.name();
    }

    private static void think(AiMessage.Builder assistant, LlmPart.Opaque opaque) {
        if (CODEC.plain(new JsonText(opaque.json())).orElse("") instanceof Map<?, ?> thought) {
            if (thought.get("thinking") instanceof String thinking) {
                assistant.thinking(thinking);
            }
            if (thought.get("attributes") instanceof Map<?, ?> attributes) {
                Map<String, Object> copy = new LinkedHashMap<>();
                attributes.forEach((name, value) -> copy.put(String.valueOf(name), value));
                assistant.attributes(copy);
            }
        }
    }

    private static Optional<LlmPart> thought(AiMessage message, String provider) {
        Map<String, Object> thought = new LinkedHashMap<>();
        if (message.thinking() != null) {
            thought.put("thinking", message.thinking());
        }
        if (!message.attributes().isEmpty()) {
            thought.put("attributes", message.attributes());
        }
        try {
            return thought.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LlmPart.Opaque(provider, CODEC.encode(thought)));
        } catch (JsonException noForm) { // an attribute that is no data
            return Optional.empty();
        }
    }

    static LlmResponse response(ChatResponse response, ModelProvider provider, Optional<String> asked) {
        AiMessage message = response.aiMessage();
        List<LlmPart> parts = new ArrayList<>();
        thought(message, opaqueOf(provider)).ifPresent(parts::add);
        if (message.text() != null && !message.text().isEmpty()) {
            parts.add(new LlmPart.Text(message.text()));
        }
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            parts.add(new LlmPart.ToolUse(
                    call.id() == null ? "call-" + (parts.size() + 1) : call.id(),
                    call.name() == null ? "" : call.name(),
                    call.arguments() == null || call.arguments().isEmpty() ? "{}" : call.arguments()));
        }
        return new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, parts),
                reason(response.finishReason(), message.hasToolExecutionRequests()),
                usage(response.tokenUsage()),
                response.modelName() == null ? asked.orElse("") : response.modelName());
    }

    private static ai.netra.agents.llm.FinishReason reason(@Nullable FinishReason reason, boolean hasToolUses) {
        return switch (reason) {
            case STOP ->
                hasToolUses ? ai.netra.agents.llm.FinishReason.TOOL_USE : ai.netra.agents.llm.FinishReason.STOP;
            case LENGTH -> ai.netra.agents.llm.FinishReason.LENGTH;
            case TOOL_EXECUTION -> ai.netra.agents.llm.FinishReason.TOOL_USE;
            case CONTENT_FILTER -> throw new LlmException.Refused("the provider's filter held the answer back");
            case OTHER -> ai.netra.agents.llm.FinishReason.OTHER;
            case null ->
                hasToolUses ? ai.netra.agents.llm.FinishReason.TOOL_USE : ai.netra.agents.llm.FinishReason.OTHER;
        };
    }

    private static LlmUsage usage(@Nullable TokenUsage usage) {
        return usage == null
                ? LlmUsage.NONE
                : LlmUsage.of(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}

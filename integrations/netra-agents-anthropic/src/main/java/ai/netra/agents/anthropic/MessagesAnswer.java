package ai.netra.agents.anthropic;

import ai.netra.agents.http.ProviderException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tools.json.JsonText;
import java.util.List;
import java.util.Optional;

/** An answer of the Messages API, or the beginning of one that is streamed. */
record MessagesAnswer(
        Optional<String> model, Optional<List<JsonText>> content, Optional<String> stopReason, Optional<Usage> usage) {
    record Block(
            Optional<String> type,
            Optional<String> text,
            Optional<String> id,
            Optional<String> name,
            Optional<JsonText> input) {
        static Block of(JsonText json) {
            return AnthropicMessages.CODEC.decode(json.text(), Block.class);
        }

        boolean isText() {
            return type.filter("text"::equals).isPresent();
        }

        /** What the model thought, signed or encrypted. */
        boolean isThinking() {
            return type.filter("thinking"::equals)
                    .or(() -> type.filter("redacted_thinking"::equals))
                    .isPresent();
        }

        boolean isToolUse() {
            return type.filter("tool_use"::equals).isPresent();
        }
    }

    /** What is read from and written to the cache is counted apart from what else is read. */
    record Usage(
            Optional<Long> inputTokens,
            Optional<Long> cacheCreationInputTokens,
            Optional<Long> cacheReadInputTokens,
            Optional<Long> outputTokens) {
        static final Usage NONE = new Usage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** These counts, and others where they are newer. */
        Usage updated(Usage newer) {
            return new Usage(
                    newer.inputTokens.or(() -> inputTokens),
                    newer.cacheCreationInputTokens.or(() -> cacheCreationInputTokens),
                    newer.cacheReadInputTokens.or(() -> cacheReadInputTokens),
                    newer.outputTokens.or(() -> outputTokens));
        }

        LlmUsage tokens() {
            long cached = cacheReadInputTokens.orElse(0L);
            return new LlmUsage(
                    inputTokens.orElse(0L) + cacheCreationInputTokens.orElse(0L) + cached,
                    outputTokens.orElse(0L),
                    cached,
                    0);
        }
    }

    /** The blocks that are there. */
    List<JsonText> blocks() {
        return content.orElse(List.of()).stream()
                .filter(block -> block != null && !block.text().equals("null"))
                .toList();
    }

    static FinishReason finishReason(String name) {
        return switch (name) {
            case "end_turn", "stop_sequence" -> FinishReason.STOP;
            case "tool_use" -> FinishReason.TOOL_USE;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> throw new ProviderException(ProviderException.Kind.REFUSED, name, "the model declined");
            default -> FinishReason.OTHER;
        };
    }
}

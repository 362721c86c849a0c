package ai.netra.agents.openai;

import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmUsage;
import java.util.List;
import java.util.Optional;

/** An answer of Chat Completions, or a piece of one that is streamed. Servers leave out, or write null, what they like. */
record ChatAnswer(
        Optional<String> model, Optional<List<Choice>> choices, Optional<Usage> usage, Optional<Object> error) {
    record Choice(Optional<Message> message, Optional<Message> delta, Optional<String> finishReason) {}

    record Message(Optional<String> content, Optional<String> refusal, Optional<List<ToolCall>> toolCalls) {}

    record ToolCall(Optional<Long> index, Optional<String> id, Optional<Function> function) {}

    record Function(Optional<String> name, Optional<String> arguments) {}

    record Usage(
            Optional<Long> promptTokens,
            Optional<Long> completionTokens,
            Optional<InputDetails> promptTokensDetails,
            Optional<OutputDetails> completionTokensDetails) {}

    record InputDetails(Optional<Long> cachedTokens) {}

    record OutputDetails(Optional<Long> reasoningTokens) {}

    /** The first choice; only one is asked for. */
    Optional<Choice> choice() {
        return OpenAiOptions.present(choices).stream().findFirst();
    }

    Optional<LlmUsage> tokens() {
        return usage.map(counted -> new LlmUsage(
                counted.promptTokens().orElse(0L),
                counted.completionTokens().orElse(0L),
                counted.promptTokensDetails()
                        .flatMap(InputDetails::cachedTokens)
                        .orElse(0L),
                counted.completionTokensDetails()
                        .flatMap(OutputDetails::reasoningTokens)
                        .orElse(0L)));
    }

    /** Some servers report failures with status 200. */
    void refuseErrors() {
        if (error.isPresent()) {
            throw OpenAiOptions.failure(ErrorBody.of(ChatCompletions.CODEC.encode(error.get())));
        }
    }

    /** Why it stopped. */
    static FinishReason finishReason(String name, boolean hasToolUses) {
        return switch (name) {
            case "stop", "tool_calls", "function_call" -> hasToolUses ? FinishReason.TOOL_USE : FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" ->
                throw new ProviderException(
                        ProviderException.Kind.REFUSED, name, "the provider's filter held the answer back");
            default -> FinishReason.OTHER;
        };
    }
}

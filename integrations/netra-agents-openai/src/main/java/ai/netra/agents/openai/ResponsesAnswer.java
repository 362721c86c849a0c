package ai.netra.agents.openai;

import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tools.json.JsonText;
import java.util.List;
import java.util.Optional;

/** An answer of the Responses API. */
record ResponsesAnswer(
        Optional<String> status,
        Optional<String> model,
        Optional<List<JsonText>> output,
        Optional<Usage> usage,
        Optional<Object> error,
        Optional<Incomplete> incompleteDetails) {
    record Item(
            Optional<String> type,
            Optional<List<Content>> content,
            Optional<String> callId,
            Optional<String> name,
            Optional<String> arguments,
            Optional<String> encryptedContent) {
        static Item of(JsonText json) {
            return ChatCompletions.CODEC.decode(json.text(), Item.class);
        }

        boolean isToolUse() {
            return type.filter("function_call"::equals).isPresent();
        }

        /** What the model thought, where it can be sent back: as nothing is stored there, its bare id means nothing. */
        boolean isSealedReasoning() {
            return type.filter("reasoning"::equals).isPresent() && encryptedContent.isPresent();
        }
    }

    record Content(Optional<String> type, Optional<String> text, Optional<String> refusal) {}

    record Usage(
            Optional<Long> inputTokens,
            Optional<Long> outputTokens,
            Optional<InputDetails> inputTokensDetails,
            Optional<OutputDetails> outputTokensDetails) {}

    record InputDetails(Optional<Long> cachedTokens) {}

    record OutputDetails(Optional<Long> reasoningTokens) {}

    record Incomplete(Optional<String> reason) {}

    LlmUsage tokens() {
        return usage.map(counted -> new LlmUsage(
                        counted.inputTokens().orElse(0L),
                        counted.outputTokens().orElse(0L),
                        counted.inputTokensDetails()
                                .flatMap(InputDetails::cachedTokens)
                                .orElse(0L),
                        counted.outputTokensDetails()
                                .flatMap(OutputDetails::reasoningTokens)
                                .orElse(0L)))
                .orElse(LlmUsage.NONE);
    }

    /** Why it stopped. */
    FinishReason finishReason(boolean hasToolUses) {
        if (error.isPresent()) {
            throw OpenAiOptions.failure(ErrorBody.of(ChatCompletions.CODEC.encode(error.get())));
        }
        return switch (status.orElse("completed")) {
            case "completed" -> hasToolUses ? FinishReason.TOOL_USE : FinishReason.STOP;
            case "incomplete" ->
                switch (incompleteDetails.flatMap(Incomplete::reason).orElse("")) {
                    case "max_output_tokens" -> FinishReason.LENGTH;
                    case "content_filter" ->
                        throw new ProviderException(
                                ProviderException.Kind.REFUSED,
                                "content_filter",
                                "the provider's filter held the answer back");
                    default -> FinishReason.OTHER;
                };
            case "failed" -> throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "failed", "");
            default -> FinishReason.OTHER;
        };
    }
}

package ai.netra.agents.core.json;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Failure;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunError;
import ai.netra.agents.Usage;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run's result as a JSON object: {@code success}, {@code status}, {@code run_id}, {@code result} (the output), {@code error} and {@code context}
 * {@code {error, phase, partial_results}} where something went wrong, {@code metadata} {@code {user_message, context, agent_outputs, current_phase}},
 * {@code outcomes} in order, {@code usage} {@code {activations, llm_calls, tool_calls, input_tokens, output_tokens, tokens, cost_usd}}, the last where
 * every price is known, and {@code duration}.
 */
public final class ResultJson {
    private ResultJson() {}

    /** The result as JSON text. */
    public static String of(OrchestrationResult<?> result, JsonCodec codec) {
        return codec.encode(tree(result));
    }

    private static Map<String, Object> tree(OrchestrationResult<?> result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("success", result.success());
        tree.put("status", result.status().label());
        tree.put("run_id", result.run().value());
        result.output().ifPresent(output -> tree.put("result", output));
        result.error().ifPresent(error -> {
            tree.put("error", error.message());
            tree.put("context", context(error));
        });
        tree.put("metadata", metadata(result));
        tree.put("outcomes", outcomes(result.outcomes()));
        tree.put("usage", usage(result.usage()));
        tree.put("duration", result.duration().toString());
        return tree;
    }

    private static Map<String, Object> context(RunError error) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("error", failure(error.failure()));
        context.put("phase", error.phase());
        context.put("partial_results", error.partialResults());
        return context;
    }

    private static Map<String, Object> metadata(OrchestrationResult<?> result) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("user_message", result.message());
        metadata.put("context", result.attributes().asMap());
        metadata.put("agent_outputs", result.outputs());
        metadata.put("current_phase", result.phase());
        return metadata;
    }

    private static List<Map<String, Object>> outcomes(List<ActivationOutcome<?>> outcomes) {
        return outcomes.stream().map(ResultJson::outcome).toList();
    }

    private static Map<String, Object> outcome(ActivationOutcome<?> ended) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("activation", ended.id().value());
        outcome.put("agent", ended.key().name());
        outcome.put("status", ended.outcome().label());
        ended.outcome().failure().ifPresent(failure -> outcome.put("error", failure(failure)));
        if (ended.outcome() instanceof Outcome.Skipped<?> skipped) {
            outcome.put("reason", skipped.reason());
        }
        return outcome;
    }

    private static Map<String, Object> usage(Usage usage) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("activations", usage.activations());
        tree.put("llm_calls", usage.llmCalls());
        tree.put("tool_calls", usage.toolCalls());
        tree.put("input_tokens", usage.inputTokens());
        tree.put("output_tokens", usage.outputTokens());
        tree.put("tokens", usage.tokens());
        usage.cost().ifPresent(cost -> tree.put("cost_usd", cost));
        return tree;
    }

    static Map<String, Object> failure(Failure failure) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", failure.kind().label());
        tree.put("type", failure.type());
        tree.put("message", failure.message());
        tree.put("retryable", failure.retryable());
        return tree;
    }
}

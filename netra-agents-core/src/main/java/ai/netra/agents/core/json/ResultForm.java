package ai.netra.agents.core.json;

import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonText;
import java.util.Optional;

/** What came back of a step: one of what a model answered, what a tool gave or how it failed, and what the agent's own code returned. */
record ResultForm(
        Optional<LlmResponse> response,
        Optional<JsonText> toolValue,
        Optional<ToolError> toolError,
        Optional<JsonText> value) {
    static ResultForm of(Object result, JournalValues values) {
        return switch (result) {
            case LlmResponse answered ->
                new ResultForm(Optional.of(answered), Optional.empty(), Optional.empty(), Optional.empty());
            case ToolResult gave ->
                new ResultForm(Optional.empty(), gave.value().map(values::text), gave.error(), Optional.empty());
            default ->
                new ResultForm(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(values.text(result)));
        };
    }

    Object result(JournalValues values) {
        if (response.isPresent()) {
            return response.get();
        }
        if (toolValue.isPresent()) {
            return values.toolResult(toolValue.get());
        }
        return toolError.isPresent() ? ToolResult.failure(toolError.get()) : values.encoded(value.orElseThrow());
    }
}

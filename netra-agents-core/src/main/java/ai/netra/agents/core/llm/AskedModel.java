package ai.netra.agents.core.llm;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;

/** The model that a request is for, by which decorators keep their states: empty where neither the request nor the client names it. */
final class AskedModel {
    private AskedModel() {}

    static String of(LlmRequest request, LlmClient client) {
        return request.model().or(client::defaultModel).orElse("");
    }

    /** For messages. */
    static String named(String model) {
        return model.isEmpty() ? "the client's own model" : "model '" + model + "'";
    }
}

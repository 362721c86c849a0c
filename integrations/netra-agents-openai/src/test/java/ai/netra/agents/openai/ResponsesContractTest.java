package ai.netra.agents.openai;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.testkit.LlmClientContract;
import java.util.Optional;

final class ResponsesContractTest extends LlmClientContract {
    @Override
    protected LlmClient newClient(Setup setup) {
        return ChatCompletionsContractTest.of(setup, OpenAiApi.RESPONSES);
    }

    @Override
    protected Optional<LlmPart.Opaque> opaquePart() {
        return Optional.of(new LlmPart.Opaque(
                "openai", "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"c2ln\"}"));
    }
}

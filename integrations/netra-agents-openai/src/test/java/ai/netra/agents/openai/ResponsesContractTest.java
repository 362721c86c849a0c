package ai.netra.agents.openai;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.testkit.LlmClientContract;

final class ResponsesContractTest extends LlmClientContract {
    @Override
    protected LlmClient newClient(Setup setup) {
        return ChatCompletionsContractTest.of(setup, OpenAiApi.RESPONSES);
    }
}

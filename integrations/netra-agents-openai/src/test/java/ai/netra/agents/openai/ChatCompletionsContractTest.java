package ai.netra.agents.openai;

import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpSettings;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.testkit.LlmClientContract;

final class ChatCompletionsContractTest extends LlmClientContract {
    @Override
    protected LlmClient newClient(Setup setup) {
        return of(setup, OpenAiApi.CHAT_COMPLETIONS);
    }

    static LlmClient of(LlmClientContract.Setup setup, OpenAiApi api) {
        HttpSettings settings =
                HttpSettings.defaults().deadline(setup.deadline()).maxResponseBytes(setup.maxResponseBytes());
        return OpenAiClient.builder("default-model")
                .api(api)
                .baseUrl(setup.server() + "/v1")
                .apiKey(ApiKey.of(setup.key()))
                .http(setup.proxy().map(settings::proxy).orElse(settings))
                .build();
    }
}

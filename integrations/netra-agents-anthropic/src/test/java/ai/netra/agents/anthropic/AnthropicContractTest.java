package ai.netra.agents.anthropic;

import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpSettings;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.testkit.LlmClientContract;
import java.util.Optional;

final class AnthropicContractTest extends LlmClientContract {
    @Override
    protected LlmClient newClient(Setup setup) {
        HttpSettings settings =
                HttpSettings.defaults().deadline(setup.deadline()).maxResponseBytes(setup.maxResponseBytes());
        return AnthropicClient.builder("default-model")
                .baseUrl(setup.server().toString())
                .apiKey(ApiKey.of(setup.key()))
                .http(setup.proxy().map(settings::proxy).orElse(settings))
                .build();
    }

    @Override
    protected Optional<LlmPart.Opaque> opaquePart() {
        return Optional.of(new LlmPart.Opaque(
                "anthropic",
                "{\"type\":\"thinking\",\"thinking\":\"It rains, na\u00EFve one.\",\"signature\":\"c2ln\"}"));
    }
}

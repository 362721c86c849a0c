package ai.netra.agents.examples.quickstart;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.anthropic.AnthropicClient;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.openai.OpenAiClient;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The model that the command line names.
 *
 * @param provider whose API it is behind
 * @param model its name there
 * @param baseUrl where the API is; the provider's own place if absent
 */
record LlmChoice(Provider provider, String model, Optional<String> baseUrl) {
    /** Whose API a model is behind. */
    enum Provider {
        OPENAI,
        ANTHROPIC;

        private String keyVariable() {
            return name() + "_API_KEY";
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads {@code PROVIDER:MODEL}. */
    static LlmChoice parse(String value, Optional<String> baseUrl) {
        int colon = value.indexOf(':');
        String model = value.substring(colon + 1).strip();
        for (Provider provider : Provider.values()) {
            if (colon > 0 && provider.toString().equals(value.substring(0, colon)) && !model.isEmpty()) {
                return new LlmChoice(provider, model, baseUrl);
            }
        }
        throw new BadArgumentException("option --llm: '" + value
                + "' is no model; use openai:MODEL or anthropic:MODEL, as in openai:gpt-5-mini");
    }

    /**
     * The client. The key is the environment's; to another base URL it goes over https only, and may be missing.
     *
     * @param environment gives an environment variable, empty where it is not set
     */
    LlmClient client(Function<String, Optional<String>> environment) {
        Optional<ApiKey> key = environment
                .apply(provider.keyVariable())
                .filter(value -> !value.isBlank())
                .map(ApiKey::of);
        if (key.isEmpty() && baseUrl.isEmpty()) {
            throw new BadArgumentException("option --llm " + this + ": no API key, since the environment variable "
                    + provider.keyVariable() + " is not set; set it, or name a server that needs none with"
                    + " --llm-base-url URL");
        }
        boolean plain = baseUrl.filter(url -> !url.toLowerCase(Locale.ROOT).startsWith("https://"))
                .isPresent();
        ApiKey sent = key.filter(known -> !plain).orElseGet(ApiKey::none);
        try {
            return switch (provider) {
                case OPENAI -> {
                    OpenAiClient.Builder client = OpenAiClient.builder(model).apiKey(sent);
                    baseUrl.ifPresent(client::baseUrl);
                    yield client.build();
                }
                case ANTHROPIC -> {
                    AnthropicClient.Builder client =
                            AnthropicClient.builder(model).apiKey(sent);
                    baseUrl.ifPresent(client::baseUrl);
                    yield client.build();
                }
            };
        } catch (InvalidDefinitionException malformed) { // says nothing of the URL, which may hold a password
            throw new BadArgumentException("option --llm-base-url: " + malformed.getMessage());
        }
    }

    /** As it was given: {@code openai:gpt-5-mini}. */
    @Override
    public String toString() {
        return provider + ":" + model;
    }
}

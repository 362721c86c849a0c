package ai.netra.agents.openai;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpLlmClient;
import ai.netra.agents.http.HttpSettings;
import ai.netra.agents.http.LlmProtocol;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of models behind the APIs of OpenAI, at OpenAI itself, Azure, Ollama, vLLM and others:
 *
 * <pre>{@code
 * LlmClient openAi = OpenAiClient.builder("gpt-5-mini").build(); // with the key in OPENAI_API_KEY
 * LlmClient ollama = OpenAiClient.builder("qwen3").baseUrl("http://127.0.0.1:11434/v1").build();
 * }</pre>
 *
 * <p>Of a request's metadata, the Responses API gets all; Chat Completions takes it only with {@code parameter("store", true)}. A response schema is
 * asked for strictly where it is in the subset that OpenAI takes so, otherwise as advice. What a call does, and how it fails: {@link HttpLlmClient}.
 */
public final class OpenAiClient implements LlmClient {
    private static final String OPENAI = "https://api.openai.com/v1";

    private final HttpLlmClient client;

    private OpenAiClient(HttpLlmClient client) {
        this.client = client;
    }

    /**
     * Builds a client.
     *
     * @param model the model asked where a request names none
     */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    @Override
    public Optional<String> defaultModel() {
        return client.defaultModel();
    }

    @Override
    public LlmResponse generate(LlmRequest request) throws InterruptedException {
        return client.generate(request);
    }

    @Override
    public LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        return client.stream(request, onDelta);
    }

    /** Where it goes, never with which key. */
    @Override
    public String toString() {
        return "OpenAiClient of " + client;
    }

    /** Builds an {@link OpenAiClient}. Not thread-safe. */
    public static final class Builder {
        private final String model;
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private OpenAiApi api = OpenAiApi.CHAT_COMPLETIONS;
        private String baseUrl = OPENAI;
        private String keyHeader = "authorization";
        private HttpSettings settings = HttpSettings.defaults();
        private @Nullable ApiKey key;
        private @Nullable String tokenLimit;

        private Builder(String model) {
            if (model.isBlank()) {
                throw new InvalidDefinitionException("the model is blank; name one, or a deployment where it is that");
            }
            this.model = model;
        }

        /** Speaks this API; Chat Completions by default. */
        public Builder api(OpenAiApi newApi) {
            api = newApi;
            return this;
        }

        /** Goes there; {@code https://api.openai.com/v1} by default. To another base URL no key is sent unless {@link #apiKey} gives one. */
        public Builder baseUrl(String url) {
            baseUrl = url;
            return this;
        }

        /** Adds a query parameter to every address, such as Azure's {@code api-version}. */
        public Builder query(String name, String value) {
            query.put(name, value);
            return this;
        }

        /** Sends this key; by default, and to OpenAI only, that in the environment variable {@code OPENAI_API_KEY}. */
        public Builder apiKey(ApiKey newKey) {
            key = newKey;
            return this;
        }

        /** Sends the key as the value of this header, as Azure has it ({@code api-key}); by default as {@code Authorization: Bearer}. */
        public Builder keyHeader(String name) {
            settings.header(name, "checked");
            keyHeader = name;
            return this;
        }

        /** Makes calls like this. */
        public Builder http(HttpSettings newSettings) {
            settings = newSettings;
            return this;
        }

        /**
         * Adds a member to every request, as it is: {@code reasoning_effort}, {@code parallel_tool_calls}, {@code service_tier}, or what a server has of
         * its own. It stands in for one that the client would write.
         *
         * @param value text, a boolean, a number, or a list or map of these
         */
        public Builder parameter(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        /**
         * Bounds answers of Chat Completions by a member of this name: {@code max_completion_tokens} by default at OpenAI, {@code max_tokens} at other
         * base URLs, where the older name is what servers know.
         */
        public Builder tokenLimitName(String name) {
            tokenLimit = name;
            return this;
        }

        /**
         * The client.
         *
         * @throws InvalidDefinitionException if the base URL is malformed, or the key is that of the environment and missing
         */
        public OpenAiClient build() {
            boolean atOpenAi = baseUrl.equals(OPENAI);
            String limit = tokenLimit != null ? tokenLimit : atOpenAi ? "max_completion_tokens" : "max_tokens";
            ApiKey sent = key != null ? key : atOpenAi ? ApiKey.fromEnvironment("OPENAI_API_KEY") : ApiKey.none();
            OpenAiOptions options = new OpenAiOptions(model, keyHeader, Map.copyOf(parameters), limit);
            LlmProtocol protocol = switch (api) {
                case CHAT_COMPLETIONS -> new ChatCompletions(options);
                case RESPONSES -> new OpenAiResponses(options);
            };
            return new OpenAiClient(new HttpLlmClient(protocol, model, baseUrl, query, sent, settings));
        }
    }
}

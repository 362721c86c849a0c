package ai.netra.agents.anthropic;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpLlmClient;
import ai.netra.agents.http.HttpSettings;
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
 * A client of models behind the Messages API of Anthropic, at Anthropic itself and wherever it is spoken:
 *
 * <pre>{@code
 * LlmClient claude = AnthropicClient.builder("claude-sonnet-4-5").build(); // with the key in ANTHROPIC_API_KEY
 * }</pre>
 *
 * <p>System messages, wherever they stand, go into the one place that the API has for them, and consecutive messages of one role into one. Of a request's
 * metadata it takes the {@code user_id}. A response schema is sent without the bounds on numbers, texts and arrays that the API does not know; what
 * checks the answer has them still. It counts no reasoning apart. What a call does, and how it fails: {@link HttpLlmClient}.
 */
public final class AnthropicClient implements LlmClient {
    private static final String ANTHROPIC = "https://api.anthropic.com";

    private final HttpLlmClient client;

    private AnthropicClient(HttpLlmClient client) {
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
        return "AnthropicClient of " + client;
    }

    /** Builds an {@link AnthropicClient}. Not thread-safe. */
    public static final class Builder {
        private final String model;
        private final Map<String, String> query = new LinkedHashMap<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();
        private String baseUrl = ANTHROPIC;
        private int maxOutputTokens = 4_096;
        private HttpSettings settings = HttpSettings.defaults();
        private @Nullable ApiKey key;

        private Builder(String model) {
            if (model.isBlank()) {
                throw new InvalidDefinitionException("the model is blank; name one");
            }
            this.model = model;
        }

        /**
         * Goes there, to {@code /v1/messages} below it; {@code https://api.anthropic.com} by default. To another base URL no key is sent unless
         * {@link #apiKey} gives one.
         */
        public Builder baseUrl(String url) {
            baseUrl = url;
            return this;
        }

        /** Adds a query parameter to every address. */
        public Builder query(String name, String value) {
            query.put(name, value);
            return this;
        }

        /** Sends this key; by default, and to Anthropic only, that in the environment variable {@code ANTHROPIC_API_KEY}. */
        public Builder apiKey(ApiKey newKey) {
            key = newKey;
            return this;
        }

        /**
         * Bounds the answers to requests that do not say; 4,096 tokens by default, which is what a run sets aside for such a request. The
         * API wants a bound always.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder maxOutputTokens(int tokens) {
            if (tokens < 1) {
                throw new InvalidDefinitionException("maxOutputTokens is " + tokens + "; use 1 or more");
            }
            maxOutputTokens = tokens;
            return this;
        }

        /** Makes calls like this. */
        public Builder http(HttpSettings newSettings) {
            settings = newSettings;
            return this;
        }

        /**
         * Adds a member to every request, as it is: {@code cache_control}, {@code thinking}, {@code service_tier}, {@code tool_choice}. It stands in for
         * one that the client would write.
         *
         * @param value text, a boolean, a number, or a list or map of these
         */
        public Builder parameter(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        /**
         * The client.
         *
         * @throws InvalidDefinitionException if the base URL is malformed, or the key is that of the environment and missing
         */
        public AnthropicClient build() {
            boolean atAnthropic = baseUrl.equals(ANTHROPIC);
            ApiKey sent = key != null ? key : atAnthropic ? ApiKey.fromEnvironment("ANTHROPIC_API_KEY") : ApiKey.none();
            AnthropicMessages protocol = new AnthropicMessages(model, maxOutputTokens, Map.copyOf(parameters));
            return new AnthropicClient(new HttpLlmClient(protocol, model, baseUrl, query, sent, settings));
        }
    }
}

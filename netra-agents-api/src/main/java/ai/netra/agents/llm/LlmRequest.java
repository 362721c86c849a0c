package ai.netra.agents.llm;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a model is asked: messages, tools, the form of the answer, and how to sample it. Immutable and thread-safe. */
public final class LlmRequest {
    private final List<LlmMessage> messages;
    private final List<ToolSpec> tools;
    private final @Nullable JsonSchema responseSchema;
    private final @Nullable String model;
    private final OptionalDouble temperature;
    private final OptionalDouble topP;
    private final OptionalInt maxOutputTokens;
    private final List<String> stop;
    private final Map<String, String> metadata;
    private final @Nullable UserId user;

    private LlmRequest(Builder builder) {
        this.messages = List.copyOf(builder.messages);
        this.tools = List.copyOf(builder.tools);
        this.responseSchema = builder.responseSchema;
        this.model = builder.model;
        this.temperature = builder.temperature;
        this.topP = builder.topP;
        this.maxOutputTokens = builder.maxOutputTokens;
        this.stop = List.copyOf(builder.stop);
        this.metadata = Map.copyOf(builder.metadata);
        this.user = null;
    }

    private LlmRequest(LlmRequest other, @Nullable String model, @Nullable UserId user) {
        this.messages = other.messages;
        this.tools = other.tools;
        this.responseSchema = other.responseSchema;
        this.model = model;
        this.temperature = other.temperature;
        this.topP = other.topP;
        this.maxOutputTokens = other.maxOutputTokens;
        this.stop = other.stop;
        this.metadata = other.metadata;
        this.user = user;
    }

    /** A request with one user message. */
    public static LlmRequest of(String userMessage) {
        return builder().user(userMessage).build();
    }

    /** Builds a request. */
    public static Builder builder() {
        return new Builder();
    }

    /** The conversation so far, oldest first; at least one message. */
    public List<LlmMessage> messages() {
        return messages;
    }

    /** The tools the model may ask for. */
    public List<ToolSpec> tools() {
        return tools;
    }

    /** The schema the answer's text must follow, where one is asked for. */
    public Optional<JsonSchema> responseSchema() {
        return Optional.ofNullable(responseSchema);
    }

    /** The model, where not the client's default. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** The sampling temperature, where not the model's default. */
    public OptionalDouble temperature() {
        return temperature;
    }

    /** The nucleus sampled from, where not the model's default. */
    public OptionalDouble topP() {
        return topP;
    }

    /** The most tokens to write, where not the client's default. */
    public OptionalInt maxOutputTokens() {
        return maxOutputTokens;
    }

    /** Sequences that end the answer. */
    public List<String> stop() {
        return stop;
    }

    /** Labels for the provider's records; no secrets. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Whose run asks, for what keeps something between a runtime and a provider: a cache, a quota. The runtime sets it on every call, in place of whatever
     * an agent put there. It is not sent to a provider.
     */
    public Optional<UserId> user() {
        return Optional.ofNullable(user);
    }

    /** The same request to another model. */
    public LlmRequest withModel(String name) {
        return new LlmRequest(this, name, user);
    }

    /** The same request of a user. */
    public LlmRequest withUser(UserId newUser) {
        return new LlmRequest(this, model, newUser);
    }

    /** The same request of nobody in particular. */
    public LlmRequest withoutUser() {
        return new LlmRequest(this, model, null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LlmRequest that
                && messages.equals(that.messages)
                && tools.equals(that.tools)
                && Objects.equals(responseSchema, that.responseSchema)
                && Objects.equals(model, that.model)
                && temperature.equals(that.temperature)
                && topP.equals(that.topP)
                && maxOutputTokens.equals(that.maxOutputTokens)
                && stop.equals(that.stop)
                && metadata.equals(that.metadata)
                && Objects.equals(user, that.user);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                messages, tools, responseSchema, model, temperature, topP, maxOutputTokens, stop, metadata, user);
    }

    /** Counts, not contents: prompts stay out of logs. */
    @Override
    public String toString() {
        return "LlmRequest[" + messages.size() + " messages, " + tools.size() + " tools, model "
                + (model == null ? "by default" : model) + "]";
    }

    /** Builds an {@link LlmRequest}. */
    public static final class Builder {
        private final List<LlmMessage> messages = new ArrayList<>();
        private final List<ToolSpec> tools = new ArrayList<>();
        private @Nullable JsonSchema responseSchema;
        private @Nullable String model;
        private OptionalDouble temperature = OptionalDouble.empty();
        private OptionalDouble topP = OptionalDouble.empty();
        private OptionalInt maxOutputTokens = OptionalInt.empty();
        private final List<String> stop = new ArrayList<>();
        private final Map<String, String> metadata = new LinkedHashMap<>();

        private Builder() {}

        /** Adds instructions. */
        public Builder system(String text) {
            return message(LlmMessage.system(text));
        }

        /** Adds a user's message. */
        public Builder user(String text) {
            return message(LlmMessage.user(text));
        }

        /** Adds a message. */
        public Builder message(LlmMessage message) {
            messages.add(message);
            return this;
        }

        /** Adds a tool the model may ask for. */
        public Builder tool(ToolSpec tool) {
            tools.add(tool);
            return this;
        }

        /** Asks for an answer of this form. */
        public Builder responseSchema(JsonSchema schema) {
            responseSchema = schema;
            return this;
        }

        /** Asks this model. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /**
         * Sets the temperature.
         *
         * @throws InvalidDefinitionException unless it is in [0, 2]
         */
        public Builder temperature(double value) {
            temperature = OptionalDouble.of(inRange("temperature", value, 2));
            return this;
        }

        /**
         * Sets the nucleus.
         *
         * @throws InvalidDefinitionException unless it is in [0, 1]
         */
        public Builder topP(double value) {
            topP = OptionalDouble.of(inRange("topP", value, 1));
            return this;
        }

        /**
         * Bounds the answer.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder maxOutputTokens(int value) {
            if (value < 1) {
                throw new InvalidDefinitionException("maxOutputTokens is " + value + "; use 1 or more");
            }
            maxOutputTokens = OptionalInt.of(value);
            return this;
        }

        /** Adds a sequence that ends the answer. */
        public Builder stop(String sequence) {
            stop.add(sequence);
            return this;
        }

        /** Adds a label. */
        public Builder metadata(String name, String value) {
            metadata.put(name, value);
            return this;
        }

        /**
         * The request.
         *
         * @throws InvalidDefinitionException if it has no message
         */
        public LlmRequest build() {
            if (messages.isEmpty()) {
                throw new InvalidDefinitionException("an LlmRequest without messages; add one with user(text)");
            }
            return new LlmRequest(this);
        }

        private static double inRange(String what, double value, double max) {
            if (!(value >= 0 && value <= max)) {
                throw new InvalidDefinitionException(what + " is " + value + "; use 0 to " + max);
            }
            return value;
        }
    }
}

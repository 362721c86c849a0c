package ai.netra.agents.core.agent;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.ToolResultJson;
import ai.netra.agents.tools.json.BoundedJson;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An agent that asks a model, lets it call tools, and answers with text or a checked value.
 *
 * <pre>{@code
 * LlmAgent<Advice> advisor = LlmAgent.builder(AgentKey.of("advisor", Advice.class))
 *         .prompt("You advise on the cost of workloads. Look the figures up before you advise.")
 *         .dependency(Dependency.required(WORKLOAD))
 *         .maxOutputTokens(1_000)
 *         .build();
 * }</pre>
 *
 * <p>The model is told, in this order: the prompt; the examples; the conversation, if asked for; the outputs that the agent reads, one message each, as
 * JSON and marked as data; and the message. It may call the tools that are granted to the agent, all those of one answer at once; whatever is wrong with a
 * call goes back to it. After the last round of calls it is told that there are no more, and asks for another in vain: the agent fails with {@link
 * LlmAnswerException}. An answer of the wrong form is shown to the model with what is wrong, as often as {@link Builder#repairs} says. An answer that was
 * cut is a failure; one that the provider's filter held back is {@link ai.netra.agents.llm.LlmException.Refused}.
 *
 * <p>Calls of the model and of tools are recorded, so that a run goes on in another process without making one again. Immutable and thread-safe.
 *
 * @param <O> the type of the output: {@link String} for text, otherwise what JSON is read as
 */
public final class LlmAgent<O> implements Agent<O> {
    private final AgentKey<O> key;
    private final String description;
    private final PromptTemplate prompt;
    private final String form;
    private final List<LlmMessage> examples;
    private final List<Dependency<?>> dependencies;
    private final History history;
    private final AnswerReader<O> reader;
    private final ToolResultJson results;
    private final JsonCodec codec;
    private final @Nullable JsonSchema providerSchema;
    private final @Nullable String model;
    private final OptionalDouble temperature;
    private final OptionalInt maxOutputTokens;
    private final int rounds;
    private final int repairs;
    private final int dataCharacters;
    private final boolean streaming;
    private final String version;

    private LlmAgent(Builder<O> builder) {
        this.key = builder.key;
        this.description = builder.description;
        this.prompt = PromptTemplate.of(
                name(),
                builder.prompt,
                builder::isKnown,
                "{message}, {attributes}, {attribute.NAME} or {output.AGENT}");
        this.examples = List.copyOf(builder.examples);
        this.dependencies = List.copyOf(builder.dependencies);
        this.history = builder.history;
        this.reader = new AnswerReader<>(key, builder.codec, builder.validation);
        this.results = ToolResultJson.of(builder.codec).characters(builder.toolCharacters);
        this.codec = builder.codec;
        boolean byProvider = builder.schemaUse == SchemaUse.PROVIDER && reader.isObject();
        JsonSchema schema = reader.schema();
        this.providerSchema = byProvider ? schema : null;
        this.form = schema == null || byProvider
                ? ""
                : "\n\nAnswer with one JSON value that follows this schema, and nothing else: " + schema.text();
        this.model = builder.model;
        this.temperature = builder.temperature;
        this.maxOutputTokens = builder.maxOutputTokens;
        this.rounds = builder.rounds;
        this.repairs = builder.repairs;
        this.dataCharacters = builder.dataCharacters;
        this.streaming = builder.streaming;
        this.version = codec.sha256(List.of(
                        builder.prompt,
                        examples.stream()
                                .map(example -> example.role().label() + ":" + example.text())
                                .toList(),
                        Optional.ofNullable(model),
                        schema == null ? "" : schema.text(),
                        byProvider,
                        history,
                        temperature.isPresent() ? temperature.getAsDouble() : -1,
                        maxOutputTokens.orElse(0),
                        List.of(rounds, repairs, dataCharacters, builder.toolCharacters)))
                .substring(0, 16);
    }

    /** Builds an agent of this key, which answers its message by a model. */
    public static <O> Builder<O> builder(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public AgentKey<O> key() {
        return key;
    }

    @Override
    public String description() {
        return description;
    }

    /** Stands for all that shapes an answer besides the input: prompt, examples, model, schema and bounds. Another of those is another version. */
    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return dependencies;
    }

    @Override
    public O process(AgentInput input, AgentContext context) throws InterruptedException {
        List<LlmMessage> messages = new ArrayList<>();
        String system = prompt.fill(place -> value(place, input)) + form;
        if (!system.isBlank()) {
            messages.add(LlmMessage.system(system));
        }
        messages.addAll(examples);
        if (history == History.THREAD) {
            for (ConversationMessage said : context.history()) {
                messages.add(
                        said.role() == LlmRole.SYSTEM // a summary, made of what users and models said
                                ? LlmMessage.user(
                                        "Summary of what was said before, data only: " + codec.encode(said.content()))
                                : new LlmMessage(said.role(), List.of(new LlmPart.Text(said.content()))));
            }
        }
        for (ActivationOutcome<?> outcome : input.outcomes()) {
            outcome.outcome()
                    .output()
                    .ifPresent(output -> messages.add(LlmMessage.user("Output of agent "
                            + outcome.key().name() + ", data only: " + shown(outcome.key(), output))));
        }
        input.previous()
                .filter(previous -> !isRead(input, previous))
                .ifPresent(previous -> messages.add(LlmMessage.user("Given to you, data only: "
                        + BoundedJson.write(
                                codec, Map.of(), "value", new JsonText(codec.encode(previous)), dataCharacters, ""))));
        messages.add(LlmMessage.user(input.message()));
        return new Dialogue<>(this, input, context, messages).output();
    }

    /** Whether it is an output that is shown already. */
    private static boolean isRead(AgentInput input, Object previous) {
        return input.outcomes().stream()
                .anyMatch(outcome ->
                        outcome.outcome().output().filter(previous::equals).isPresent());
    }

    private String value(String place, AgentInput input) {
        if (place.equals("message")) {
            return input.message();
        }
        if (place.equals("attributes")) {
            return codec.encode(input.attributes().asMap());
        }
        if (place.startsWith(Builder.ATTRIBUTE)) {
            Object value = input.attributes().asMap().get(place.substring(Builder.ATTRIBUTE.length()));
            return value == null ? "" : value instanceof String text ? text : codec.encode(value);
        }
        String agent = place.substring(Builder.OUTPUT.length());
        for (ActivationOutcome<?> outcome : input.outcomes()) {
            Optional<?> output = outcome.outcome().output();
            if (outcome.key().name().equals(agent) && output.isPresent()) {
                return shown(outcome.key(), output.get());
            }
        }
        return "";
    }

    private String shown(AgentKey<?> of, Object output) {
        Map<String, Object> around = new LinkedHashMap<>();
        around.put("agent", of.name());
        return BoundedJson.write(
                codec, around, "output", new JsonText(codec.encode(output, of.type())), dataCharacters, "");
    }

    /** A request without messages and tools. */
    LlmRequest.Builder request() {
        LlmRequest.Builder request = LlmRequest.builder();
        if (providerSchema != null) {
            request.responseSchema(providerSchema);
        }
        if (model != null) {
            request.model(model);
        }
        temperature.ifPresent(request::temperature);
        maxOutputTokens.ifPresent(request::maxOutputTokens);
        return request;
    }

    String name() {
        return key.name();
    }

    AnswerReader<O> reader() {
        return reader;
    }

    ToolResultJson results() {
        return results;
    }

    int rounds() {
        return rounds;
    }

    int repairs() {
        return repairs;
    }

    boolean isStreaming() {
        return streaming;
    }

    @Override
    public String toString() {
        return "LlmAgent[" + name() + "]";
    }

    /**
     * Builds an {@link LlmAgent}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private static final String ATTRIBUTE = "attribute.";
        private static final String OUTPUT = "output.";

        private final AgentKey<O> key;
        private final List<LlmMessage> examples = new ArrayList<>();
        private final List<Dependency<?>> dependencies = new ArrayList<>();
        private String description = "";
        private String prompt = "";
        private History history = History.NONE;
        private SchemaUse schemaUse = SchemaUse.PROVIDER;
        private BiFunction<? super AgentInput, ? super O, Optional<String>> validation =
                (input, output) -> Optional.empty();
        private JsonCodec codec = JsonCodec.standard();
        private @Nullable String model;
        private OptionalDouble temperature = OptionalDouble.empty();
        private OptionalInt maxOutputTokens = OptionalInt.empty();
        private int rounds = 10;
        private int repairs = 2;
        private int dataCharacters = 16_000;
        private int toolCharacters = 20_000;
        private boolean streaming;

        private Builder(AgentKey<O> key) {
            this.key = key;
        }

        /** Says what the agent does, for routers and reports; nothing by default. */
        public Builder<O> description(String text) {
            description = text;
            return this;
        }

        /**
         * Sets the system prompt; none by default. <code>{message}</code>, <code>{attributes}</code>, <code>{attribute.NAME}</code> and <code>
         * {output.AGENT}</code> stand for the input's, attributes and outputs as JSON; a name twice in braces stands for itself. What an input has is not
         * searched for places. What users say is better left out of it: it follows as a message of its own.
         */
        public Builder<O> prompt(String template) {
            prompt = template;
            return this;
        }

        /**
         * Sets the system prompt from a resource in UTF-8, whose name best ends with its version.
         *
         * @throws InvalidDefinitionException if there is none of this name beside the class
         */
        public Builder<O> prompt(Class<?> beside, String resource) {
            try (InputStream in = beside.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new InvalidDefinitionException("agent " + key.name() + " has no prompt '" + resource
                            + "' beside " + beside.getName() + "; put it into the resources of the same package");
                }
                return prompt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Adds an output that the model is shown. */
        public Builder<O> dependency(Dependency<?> dependency) {
            dependencies.add(dependency);
            return this;
        }

        /** Adds an example of a question and its answer. */
        public Builder<O> example(String question, O answer) {
            examples.add(LlmMessage.user(question));
            examples.add(LlmMessage.assistant(
                    answer instanceof String text && key.type() == String.class
                            ? text
                            : codec.encode(answer, key.type())));
            return this;
        }

        /** Shows the model what was said in the thread before; nothing by default. */
        public Builder<O> history(History newHistory) {
            history = newHistory;
            return this;
        }

        /** Says how the model is told the form of its answer; by the provider's response schema by default. */
        public Builder<O> schemaUse(SchemaUse newUse) {
            schemaUse = newUse;
            return this;
        }

        /** Checks outputs further than a schema can: gives what is wrong, for the model to read, or nothing. */
        public Builder<O> validate(Function<? super O, Optional<String>> newValidation) {
            return validate((input, output) -> newValidation.apply(output));
        }

        /** Checks outputs against what they were asked of: gives what is wrong, for the model to read, or nothing. In place of another check. */
        public Builder<O> validate(BiFunction<? super AgentInput, ? super O, Optional<String>> newValidation) {
            validation = newValidation;
            return this;
        }

        /** Sets the JSON form of outputs; {@link JsonCodec#standard()} by default. To be set before examples are added. */
        public Builder<O> codec(JsonCodec newCodec) {
            codec = newCodec;
            return this;
        }

        /** Asks this model; the client's own choice by default. */
        public Builder<O> model(String name) {
            model = name;
            return this;
        }

        /**
         * Sets the sampling temperature; the model's own by default.
         *
         * @throws InvalidDefinitionException unless it is in [0, 2]
         */
        public Builder<O> temperature(double value) {
            LlmRequest.Builder unused = LlmRequest.builder().temperature(value);
            temperature = OptionalDouble.of(value);
            return this;
        }

        /**
         * Bounds an answer; the client's own bound by default.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder<O> maxOutputTokens(int tokens) {
            maxOutputTokens = OptionalInt.of(atLeast("maxOutputTokens", tokens, 1));
            return this;
        }

        /**
         * Sets how often the model may have tools called, any number at once; 10 by default.
         *
         * @throws InvalidDefinitionException unless it is 1 or more
         */
        public Builder<O> rounds(int most) {
            rounds = atLeast("rounds", most, 1);
            return this;
        }

        /**
         * Sets how often the model may mend an answer; 2 by default.
         *
         * @throws InvalidDefinitionException if it is negative
         */
        public Builder<O> repairs(int most) {
            repairs = atLeast("repairs", most, 0);
            return this;
        }

        /**
         * Sets how many characters of each output read the model is shown; 16,000 by default. Of what is longer it sees the beginning, and that it is one.
         *
         * @throws InvalidDefinitionException if it is less than 500
         */
        public Builder<O> dataCharacters(int most) {
            dataCharacters = atLeast("dataCharacters", most, 500);
            return this;
        }

        /**
         * Sets how many characters of each tool's result the model is shown; 20,000 by default. Of what is longer it sees the beginning, and how to ask for
         * less; the result is recorded whole.
         *
         * @throws InvalidDefinitionException if it is less than 500
         */
        public Builder<O> toolCharacters(int most) {
            toolCharacters = atLeast("toolCharacters", most, 500);
            return this;
        }

        /** Has answers streamed, so that listeners hear them as {@code llm_delta} events; they come whole by default. */
        public Builder<O> streaming() {
            streaming = true;
            return this;
        }

        /**
         * The agent.
         *
         * @throws InvalidDefinitionException if the prompt has a place that nothing fills, or the output's type has no JSON form
         */
        public LlmAgent<O> build() {
            return new LlmAgent<>(this);
        }

        private boolean isKnown(String place) {
            return place.equals("message")
                    || place.equals("attributes")
                    || (place.startsWith(ATTRIBUTE) && place.length() > ATTRIBUTE.length())
                    || dependencies.stream()
                            .anyMatch(dependency ->
                                    place.equals(OUTPUT + dependency.key().name()));
        }

        private int atLeast(String what, int value, int least) {
            if (value < least) {
                throw new InvalidDefinitionException(
                        what + " of agent " + key.name() + " is " + value + "; use " + least + " or more");
            }
            return value;
        }
    }
}

package ai.netra.agents.core.agent;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
 * JSON and marked as data, or that there is none; and the message. It may call the tools that are granted to the agent, all those of one answer at once; whatever is wrong with a
 * call goes back to it. After the last round of calls it is told that there are no more, and asks for another in vain: the agent fails with {@link
 * LlmAnswerException}. An answer of the wrong form is shown to the model with what is wrong, as often as {@link LlmAgentBuilder#repairs} says. An answer that was
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

    LlmAgent(LlmAgentBuilder<O> builder) {
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
    public static <O> LlmAgentBuilder<O> builder(AgentKey<O> key) {
        return new LlmAgentBuilder<>(key);
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
        input.outcomes().forEach(outcome -> messages.add(LlmMessage.user(told(outcome))));
        input.previous()
                .filter(previous -> !isRead(input, previous))
                .ifPresent(previous -> messages.add(LlmMessage.user("Given to you, data only: "
                        + BoundedJson.write(
                                codec, Map.of(), "value", new JsonText(codec.encode(previous)), dataCharacters, ""))));
        messages.add(LlmMessage.user(input.message()));
        return new Dialogue<>(this, input, context, messages).output();
    }

    /** What the model is told of an agent that this one reads: its output, or that it gave none. */
    private String told(ActivationOutcome<?> read) {
        String name = read.key().name();
        Optional<?> output = read.outcome().output();
        return output.isPresent()
                ? "Output of agent " + name + ", data only: " + shown(read.key(), output.get())
                : "Agent " + name + " gave no output: " + read.outcome().label() + ".";
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
        if (place.startsWith(LlmAgentBuilder.ATTRIBUTE)) {
            Object value = input.attributes().asMap().get(place.substring(LlmAgentBuilder.ATTRIBUTE.length()));
            return value == null ? "" : value instanceof String text ? text : codec.encode(value);
        }
        String agent = place.substring(LlmAgentBuilder.OUTPUT.length());
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
}

package ai.netra.agents.core.agent;

import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link LlmAgent}. Not thread-safe.
 *
 * @param <O> the type of the output
 */
public final class LlmAgentBuilder<O> {
    static final String ATTRIBUTE = "attribute.";
    static final String OUTPUT = "output.";

    final AgentKey<O> key;
    final List<LlmMessage> examples = new ArrayList<>();
    final List<Dependency<?>> dependencies = new ArrayList<>();
    String description = "";
    String prompt = "";
    History history = History.NONE;
    SchemaUse schemaUse = SchemaUse.PROVIDER;
    BiFunction<? super AgentInput, ? super O, Optional<String>> validation = (input, output) -> Optional.empty();
    JsonCodec codec = JsonCodec.standard();

    @Nullable
    String model;

    OptionalDouble temperature = OptionalDouble.empty();
    OptionalInt maxOutputTokens = OptionalInt.empty();
    int rounds = 10;
    int repairs = 2;
    int dataCharacters = 16_000;
    int toolCharacters = 20_000;
    boolean streaming;

    LlmAgentBuilder(AgentKey<O> key) {
        this.key = key;
    }

    /** Says what the agent does, for routers and reports; nothing by default. */
    public LlmAgentBuilder<O> description(String text) {
        description = text;
        return this;
    }

    /**
     * Sets the system prompt; none by default. <code>{message}</code>, <code>{attributes}</code>, <code>{attribute.NAME}</code> and <code>
     * {output.AGENT}</code> stand for the input's, attributes and outputs as JSON; a name twice in braces stands for itself. What an input has is not
     * searched for places. What users say is better left out of it: it follows as a message of its own.
     */
    public LlmAgentBuilder<O> prompt(String template) {
        prompt = template;
        return this;
    }

    /**
     * Sets the system prompt from a resource in UTF-8, whose name best ends with its version.
     *
     * @throws InvalidDefinitionException if there is none of this name beside the class
     */
    public LlmAgentBuilder<O> prompt(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new InvalidDefinitionException("agent " + key.name() + " has no prompt '" + resource + "' beside "
                        + beside.getName() + "; put it into the resources of the same package");
            }
            return prompt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an output that the model is shown. */
    public LlmAgentBuilder<O> dependency(Dependency<?> dependency) {
        dependencies.add(dependency);
        return this;
    }

    /** Adds an example of a question and its answer. */
    public LlmAgentBuilder<O> example(String question, O answer) {
        examples.add(LlmMessage.user(question));
        examples.add(LlmMessage.assistant(
                answer instanceof String text && key.type() == String.class ? text : codec.encode(answer, key.type())));
        return this;
    }

    /** Shows the model what was said in the thread before; nothing by default. */
    public LlmAgentBuilder<O> history(History newHistory) {
        history = newHistory;
        return this;
    }

    /** Says how the model is told the form of its answer; by the provider's response schema by default. */
    public LlmAgentBuilder<O> schemaUse(SchemaUse newUse) {
        schemaUse = newUse;
        return this;
    }

    /** Checks outputs further than a schema can: gives what is wrong, for the model to read, or nothing. */
    public LlmAgentBuilder<O> validate(Function<? super O, Optional<String>> newValidation) {
        return validate((input, output) -> newValidation.apply(output));
    }

    /** Checks outputs against what they were asked of: gives what is wrong, for the model to read, or nothing. In place of another check. */
    public LlmAgentBuilder<O> validate(BiFunction<? super AgentInput, ? super O, Optional<String>> newValidation) {
        validation = newValidation;
        return this;
    }

    /** Sets the JSON form of outputs; {@link JsonCodec#standard()} by default. To be set before examples are added. */
    public LlmAgentBuilder<O> codec(JsonCodec newCodec) {
        codec = newCodec;
        return this;
    }

    /** Asks this model; the client's own choice by default. */
    public LlmAgentBuilder<O> model(String name) {
        model = name;
        return this;
    }

    /**
     * Sets the sampling temperature; the model's own by default.
     *
     * @throws InvalidDefinitionException unless it is in [0, 2]
     */
    public LlmAgentBuilder<O> temperature(double value) {
        LlmRequest.Builder unused = LlmRequest.builder().temperature(value);
        temperature = OptionalDouble.of(value);
        return this;
    }

    /**
     * Bounds an answer; the client's own bound by default.
     *
     * @throws InvalidDefinitionException unless it is 1 or more
     */
    public LlmAgentBuilder<O> maxOutputTokens(int tokens) {
        maxOutputTokens = OptionalInt.of(atLeast("maxOutputTokens", tokens, 1));
        return this;
    }

    /**
     * Sets how often the model may have tools called, any number at once; 10 by default.
     *
     * @throws InvalidDefinitionException unless it is 1 or more
     */
    public LlmAgentBuilder<O> rounds(int most) {
        rounds = atLeast("rounds", most, 1);
        return this;
    }

    /**
     * Sets how often the model may mend an answer; 2 by default.
     *
     * @throws InvalidDefinitionException if it is negative
     */
    public LlmAgentBuilder<O> repairs(int most) {
        repairs = atLeast("repairs", most, 0);
        return this;
    }

    /**
     * Sets how many characters of each output read the model is shown; 16,000 by default. Of what is longer it sees the beginning, and that it is one.
     *
     * @throws InvalidDefinitionException if it is less than 500
     */
    public LlmAgentBuilder<O> dataCharacters(int most) {
        dataCharacters = atLeast("dataCharacters", most, 500);
        return this;
    }

    /**
     * Sets how many characters of each tool's result the model is shown; 20,000 by default. Of what is longer it sees the beginning, and how to ask for
     * less; the result is recorded whole.
     *
     * @throws InvalidDefinitionException if it is less than 500
     */
    public LlmAgentBuilder<O> toolCharacters(int most) {
        toolCharacters = atLeast("toolCharacters", most, 500);
        return this;
    }

    /** Has answers streamed, so that listeners hear them as {@code llm_delta} events; they come whole by default. */
    public LlmAgentBuilder<O> streaming() {
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

    boolean isKnown(String place) {
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

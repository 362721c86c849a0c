package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A router that asks a model: which agent next, or done.
 *
 * <p>The model is told, in this order: by the system prompt, which agents there are, what each does and reads, and how to answer; the run's message; the
 * newest outcomes, one message each, with outputs as JSON and marked as data; and what was wrong with its last answer, if anything was. An answer that
 * is not the JSON asked for is {@link RouterDecision.Unreadable}, which the supervisor hands back; a call to the model that fails is a failure of the
 * router.
 *
 * <p>Outcomes are shown up to a number of characters in all, 16,000 by default, and a quarter of that each: of what is longer the beginning, of those
 * before them how many there were. So what a turn costs does not grow with the turns before it.
 *
 * <pre>{@code
 * var supervisor = SupervisorOrchestrator.of(key).agent(data).agent(reporting)
 *         .router(agents -> LlmRouter.builder(agents).model("small").describe(DATA, "gathers cost and usage data").build())
 *         .endingIn(REPORTING);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class LlmRouter implements Agent<RouterDecision> {
    private static final String PROMPT_VERSION = "1";
    private static final int SHARE = 4;
    private static final int LEAST_CHARACTERS = 2_000;
    private static final int AROUND_TEXTS = 100;
    private static final String LEFT_OUT = "Outcomes before these that are left out: ";
    private static final RouterTurn NOTHING_YET = new RouterTurn(0, List.of(), Optional.empty());

    private final AgentKey<RouterDecision> key;
    private final LlmMessage system;
    private final JsonSchema answer;
    private final Map<String, Type> outputs;
    private final JsonCodec codec;
    private final @Nullable String model;
    private final int characters;
    private final String version;

    private LlmRouter(Builder builder) {
        this.key = builder.key;
        this.system = builder.prompt();
        this.answer = builder.answer();
        this.outputs = new HashMap<>();
        builder.agents.forEach(
                agent -> outputs.put(agent.key().name(), agent.key().type()));
        this.codec = builder.codec;
        this.model = builder.model;
        this.characters = builder.characters;
        this.version = PROMPT_VERSION + "-"
                + codec.sha256(List.of(system.text(), Optional.ofNullable(model), characters))
                        .substring(0, 12);
    }

    /** A router of these agents, with all defaults. */
    public static LlmRouter of(List<? extends Agent<?>> agents) {
        return builder(agents).build();
    }

    /**
     * Builds a router of these agents.
     *
     * @throws InvalidDefinitionException if there are none
     */
    public static Builder builder(List<? extends Agent<?>> agents) {
        return new Builder(agents);
    }

    @Override
    public AgentKey<RouterDecision> key() {
        return key;
    }

    @Override
    public String description() {
        return "Asks a model which agent is to run next.";
    }

    /** Stands for what the model is told before a run: another prompt, agent, description, model or bound is another version, and never cached as this one. */
    @Override
    public String version() {
        return version;
    }

    @Override
    public RouterDecision process(AgentInput input, AgentContext context) throws InterruptedException {
        RouterTurn turn = input.previous(RouterTurn.class).orElse(NOTHING_YET);
        LlmRequest.Builder request =
                LlmRequest.builder().message(system).user(input.message()).responseSchema(answer);
        if (model != null) {
            request.model(model);
        }
        addOutcomes(turn, request);
        if (turn.feedback().isPresent()) {
            request.user(
                    "Your last answer was not carried out: " + turn.feedback().get());
        }
        String text = context.llm().generate(request.build()).text();
        try {
            return codec.decode(text, RouterDecision.class);
        } catch (JsonException e) {
            return new RouterDecision.Unreadable("it was not one of the JSON objects asked for: " + e.getMessage()
                    + ". Answer with the object alone.");
        }
    }

    private void addOutcomes(RouterTurn turn, LlmRequest.Builder request) {
        List<RouterTurn.Step> steps = turn.steps();
        List<String> shown = new ArrayList<>(steps.size());
        int left = characters - AROUND_TEXTS; // for the line on those left out
        for (int i = steps.size() - 1; i >= 0; i--) {
            String outcome = outcome(steps.get(i));
            left -= outcome.length();
            if (left < 0) {
                break;
            }
            shown.add(outcome);
        }
        int omitted = turn.earlier() + steps.size() - shown.size();
        if (omitted > 0) {
            request.user(LEFT_OUT + omitted + ".");
        }
        for (int i = shown.size() - 1; i >= 0; i--) {
            request.user(shown.get(i));
        }
    }

    /** One line of JSON, so that nothing in an output can pass for what is around it. Each text in it gets an even share of the room there is left. */
    private String outcome(RouterTurn.Step step) {
        @Nullable Object output = Ended.output(step.outcome());
        Optional<Failure> failure = step.outcome().failure();
        int texts = (step.message().isPresent() ? 1 : 0) + (output == null ? 0 : 1) + (failure.isPresent() ? 1 : 0);
        int room = characters / SHARE - AROUND_TEXTS;
        StringBuilder json = new StringBuilder(AROUND_TEXTS).append("Outcome, data only: {\"agent\":");
        room -= quote(step.agent(), room, json);
        if (step.message().isPresent()) {
            room -= quote(step.message().get(), room / texts--, json.append(",\"asked\":"));
        }
        json.append(",\"status\":\"").append(step.outcome().label()).append('"');
        if (output != null) {
            @Nullable Type type = outputs.get(step.agent());
            String whole = json(output, type);
            if (whole.length() <= room / texts) {
                json.append(",\"output\":").append(whole);
                room -= whole.length();
            } else {
                room -= quote(whole, room / texts, json.append(",\"output_begins\":"));
            }
        }
        if (failure.isPresent()) {
            Failure why = failure.get();
            quote(why.kind().label() + ": " + why.message(), room, json.append(",\"failure\":"));
        }
        return json.append('}').toString();
    }

    /**
     * Writes a string of JSON, of one that is too long the beginning. By hand, since the codec takes ten times as long.
     *
     * @param most how many characters it may take
     * @return how many it took
     */
    private static int quote(String text, int most, StringBuilder json) {
        int begin = json.length();
        if (text.length() + 2 <= most && isPlain(text)) {
            return json.append('"').append(text).append('"').length() - begin;
        }
        String more = "… (" + text.length() + " characters)\"";
        int cut = json.append('"').length(); // there is room for the above from here
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escape(c, json);
            int taken = json.length() - begin;
            if (taken >= most) {
                json.setLength(cut);
                return json.append(more).length() - begin;
            }
            if (taken + more.length() <= most && !Character.isHighSurrogate(c)) {
                cut = json.length();
            }
        }
        return json.append('"').length() - begin;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** An output as JSON; a string by hand, like the rest. */
    private String json(Object output, @Nullable Type type) {
        if (output instanceof String text && isPlain(text)) {
            return '"' + text + '"';
        }
        return type == null ? codec.encode(output) : codec.encode(output, type);
    }

    private static void escape(char c, StringBuilder json) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\n' -> json.append("\\n");
            default -> {
                if (c < ' ') {
                    json.append(String.format("\\u%04x", (int) c));
                } else {
                    json.append(c);
                }
            }
        }
    }

    /** Builds an {@link LlmRouter}. Not thread-safe. */
    public static final class Builder {
        private static final String AGENTS = "{agents}";
        private static final String DEFAULT_PROMPT = read("router-prompt-" + PROMPT_VERSION + ".txt");

        private final List<Agent<?>> agents;
        private final Map<String, String> descriptions = new LinkedHashMap<>();
        private AgentKey<RouterDecision> key = AgentKey.of("router", RouterDecision.class);
        private String prompt = DEFAULT_PROMPT;
        private String instructions = "";
        private JsonCodec codec = JsonCodec.standard();
        private @Nullable String model;
        private int characters = 16_000;

        private Builder(List<? extends Agent<?>> agents) {
            if (agents.isEmpty()) {
                throw new InvalidDefinitionException(
                        "a router without agents to call; give it those of its supervisor");
            }
            this.agents = List.copyOf(agents);
        }

        /** Sets the router's key; {@code router} by default. */
        public Builder key(AgentKey<RouterDecision> newKey) {
            key = newKey;
            return this;
        }

        /** Asks this model; the client's own choice by default. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /**
         * Says what an agent does, in place of its own {@link Agent#description}.
         *
         * @throws InvalidDefinitionException if the router does not know the agent
         */
        public Builder describe(AgentKey<?> agent, String description) {
            if (agents.stream().noneMatch(known -> known.key().equals(agent))) {
                throw new InvalidDefinitionException("router " + key.name() + " is to describe " + agent
                        + ", which it does not know; describe one of "
                        + agents.stream().map(known -> known.key().name()).toList());
            }
            descriptions.put(agent.name(), description);
            return this;
        }

        /** Adds rules of the host's to the end of the prompt. */
        public Builder instructions(String text) {
            instructions = text;
            return this;
        }

        /**
         * Sets another system prompt.
         *
         * @throws InvalidDefinitionException if it does not say with <code>{agents}</code> where the agents are to be listed
         */
        public Builder prompt(String text) {
            if (!text.contains(AGENTS)) {
                throw new InvalidDefinitionException("the prompt of router " + key.name()
                        + " does not list the agents; write " + AGENTS + " where they are to stand");
            }
            prompt = text;
            return this;
        }

        /** Sets the JSON form of outputs; {@link JsonCodec#standard()} by default. Needed where sealed types have tags of their own. */
        public Builder codec(JsonCodec newCodec) {
            codec = newCodec;
            return this;
        }

        /**
         * Sets how many characters of outcomes the model is shown, 16,000 by default, and a quarter of it of one; JSON and escapes count.
         *
         * @throws InvalidDefinitionException if it is less than 2,000
         */
        public Builder characters(int most) {
            if (most < LEAST_CHARACTERS) {
                throw new InvalidDefinitionException("router " + key.name() + " is to show " + most
                        + " characters of outcomes; use " + LEAST_CHARACTERS + " or more");
            }
            characters = most;
            return this;
        }

        /** The router. */
        public LlmRouter build() {
            return new LlmRouter(this);
        }

        private LlmMessage prompt() {
            String listed = agents.stream().map(this::line).collect(Collectors.joining("\n"));
            return LlmMessage.system(
                    prompt.replace(AGENTS, listed) + (instructions.isEmpty() ? "" : "\n" + instructions));
        }

        private String line(Agent<?> agent) {
            String name = agent.key().name();
            String description = descriptions.getOrDefault(name, agent.description());
            StringBuilder line = new StringBuilder("- ").append(name);
            line.append(description.isBlank() ? "" : ": " + description);
            line.append(reads(" Needs the output of ", agent, Dependency.Need.REQUIRED));
            line.append(reads(" Reads, where there is one, the output of ", agent, Dependency.Need.OPTIONAL));
            return line.toString();
        }

        private static String reads(String how, Agent<?> agent, Dependency.Need need) {
            String names = agent.dependencies().stream()
                    .filter(dependency -> dependency.need() == need)
                    .map(dependency -> dependency.key().name())
                    .collect(Collectors.joining(", "));
            return names.isEmpty() ? "" : how + names + ".";
        }

        /** One flat object: not every provider takes alternatives at the top. */
        private JsonSchema answer() {
            String names = agents.stream()
                    .map(agent -> "\"" + agent.key().name() + "\"")
                    .collect(Collectors.joining(","));
            return JsonSchema.of("{\"type\":\"object\",\"properties\":{"
                    + "\"action\":{\"type\":\"string\",\"enum\":[\"call\",\"finish\",\"give_up\"]},"
                    + "\"agent\":{\"type\":\"string\",\"enum\":[" + names + "]},"
                    + "\"message\":{\"type\":\"string\"}},"
                    + "\"required\":[\"action\"],\"additionalProperties\":false}");
        }

        private static String read(String resource) {
            try (InputStream in = LlmRouter.class.getResourceAsStream(resource)) {
                return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

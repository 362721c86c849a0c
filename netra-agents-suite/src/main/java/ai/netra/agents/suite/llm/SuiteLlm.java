package ai.netra.agents.suite.llm;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.LlmClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model that the suite's agents ask to choose, explain and word, and the prompts they ask it with.
 *
 * <pre>{@code
 * SuiteLlm llm = SuiteLlm.of(client).prompt(NetraSuite.REPORTING, "reporting-acme-3", "Write for executives. ...");
 * NetraSuite suite = NetraSuite.builder().repository(repository).llm(llm).build();
 * }</pre>
 *
 * <p>Each agent has a bundled prompt, which is put behind one that is common to all. Immutable, and as thread-safe as the client; each method returns a
 * changed copy.
 */
public final class SuiteLlm {
    private static final String COMMON = "common-v1";
    private static final Map<String, String> BUNDLED = Map.of(
            "triage", "triage-v1",
            "data", "data-v1",
            "data_guidance", "data_guidance-v1",
            "optimization", "optimization-v1",
            "actions", "actions-v1",
            "reporting", "reporting-v1");

    private final LlmClient client;
    private final Optional<String> model;
    private final int maxOutputTokens;
    private final Map<String, Prompt> prompts;

    private SuiteLlm(LlmClient client, Optional<String> model, int maxOutputTokens, Map<String, Prompt> prompts) {
        this.client = client;
        this.model = model;
        this.maxOutputTokens = maxOutputTokens;
        this.prompts = Map.copyOf(prompts);
    }

    /**
     * An agent's part of what a model is told.
     *
     * @param version what it is called in reports, and in the agent's version
     * @param text the prompt, a template as {@code LlmAgent} has them
     */
    private record Prompt(String version, String text) {}

    /** This client with the bundled prompts, its own choice of model, and 8,000 tokens for an answer. */
    public static SuiteLlm of(LlmClient client) {
        return new SuiteLlm(client, Optional.empty(), 8_000, Map.of());
    }

    /** With this model; the client's own choice by default. */
    public SuiteLlm model(String name) {
        return new SuiteLlm(client, Optional.of(name), maxOutputTokens, prompts);
    }

    /**
     * With answers of at most so many tokens, of which models that reason spend most on that.
     *
     * @throws InvalidDefinitionException unless it is 1 or more
     */
    public SuiteLlm maxOutputTokens(int most) {
        if (most < 1) {
            throw new InvalidDefinitionException("maxOutputTokens of the suite is " + most + "; use 1 or more");
        }
        return new SuiteLlm(client, model, most, prompts);
    }

    /**
     * With a prompt in place of an agent's bundled one. The common one, with its rules on figures and on data, stays before it, and the form of the answer
     * stays the same.
     *
     * @param version what the prompt is called in reports; another text best has another
     * @throws InvalidDefinitionException if the suite has no such agent, or the version or the text is blank
     */
    public SuiteLlm prompt(AgentKey<?> agent, String version, String text) {
        if (!BUNDLED.containsKey(agent.name())) {
            throw new InvalidDefinitionException(
                    "the suite has no agent '" + agent.name() + "' that asks a model; give prompts for " + agents());
        }
        if (version.isBlank() || text.isBlank()) {
            throw new InvalidDefinitionException("the prompt of agent " + agent.name() + " or its version is blank;"
                    + " say both, or leave the bundled one");
        }
        Map<String, Prompt> changed = new HashMap<>(prompts);
        changed.put(agent.name(), new Prompt(version, text));
        return new SuiteLlm(client, model, maxOutputTokens, changed);
    }

    /** The client. */
    public LlmClient client() {
        return client;
    }

    /** The model that is asked for; absent for the client's own choice. */
    public Optional<String> model() {
        return model;
    }

    /** The most tokens of an answer. */
    public int maxOutputTokens() {
        return maxOutputTokens;
    }

    /** The names of the agents that ask a model. */
    public static List<String> agents() {
        return BUNDLED.keySet().stream().sorted().toList();
    }

    /**
     * What an agent's model is told: the common prompt and its own.
     *
     * @throws InvalidDefinitionException if the suite has no such agent
     */
    public String prompt(AgentKey<?> agent) {
        return read(COMMON) + "\n" + own(agent).text();
    }

    /**
     * What stands in an output for the model and the prompt.
     *
     * @throws InvalidDefinitionException if the suite has no such agent
     */
    public DraftedBy author(AgentKey<?> agent) {
        return new DraftedBy(
                model.or(client::defaultModel).orElse("of the client's choice"),
                own(agent).version());
    }

    private Prompt own(AgentKey<?> agent) {
        Prompt given = prompts.get(agent.name());
        if (given != null) {
            return given;
        }
        String version = BUNDLED.get(agent.name());
        if (version == null) {
            throw new InvalidDefinitionException(
                    "the suite has no agent '" + agent.name() + "' that asks a model; there are " + agents());
        }
        return new Prompt(version, read(version));
    }

    private static String read(String version) {
        try (InputStream in = SuiteLlm.class.getResourceAsStream(version + ".md")) {
            if (in == null) {
                throw new IllegalStateException("the jar of the suite lacks its prompt " + version + ".md");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

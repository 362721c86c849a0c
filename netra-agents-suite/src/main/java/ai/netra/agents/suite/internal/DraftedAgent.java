package ai.netra.agents.suite.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Outcome;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.core.agent.LlmAgentBuilder;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.List;
import java.util.Optional;

/**
 * An agent that counts by rules and has a model choose and word what rules leave open. A draft is refused if it states a figure that the model was not
 * shown, and the model is told which, twice at most. Without a draft that holds the rules' output stands, and is degraded.
 */
public final class DraftedAgent<O, F, D> implements Agent<O> {
    private static final String TASK = "Answer for the data given to you.";
    private static final RetryPolicy ONCE_MORE = RetryPolicy.defaults().attempts(2);

    private final Agent<O> rules;
    private final Drafting<O, F, D> drafting;
    private final Agent<D> writer;
    private final DraftedBy author;

    private DraftedAgent(Agent<O> rules, Drafting<O, F, D> drafting, Agent<D> writer, DraftedBy author) {
        this.rules = rules;
        this.drafting = drafting;
        this.writer = writer;
        this.author = author;
    }

    /**
     * What a model is shown.
     *
     * @param request what the user asks
     * @param facts what rules found
     */
    record Asked(String request, Object facts) {}

    /**
     * An agent on top of one that works by rules.
     *
     * @param type the form of drafts
     */
    public static <O, F, D> DraftedAgent<O, F, D> of(
            Agent<O> rules, SuiteLlm llm, Class<D> type, Drafting<O, F, D> drafting) {
        LlmAgentBuilder<D> writer = LlmAgent.builder(AgentKey.of(rules.key().name() + "_draft", type))
                .description("Chooses and words what rules leave open.")
                .prompt(llm.prompt(rules.key()))
                .maxOutputTokens(llm.maxOutputTokens())
                .dataCharacters(60_000)
                .validate((input, draft) -> problem(drafting, input, draft));
        llm.model().ifPresent(writer::model);
        return new DraftedAgent<>(
                rules, drafting, writer.build().with(policy -> policy.retry(ONCE_MORE)), llm.author(rules.key()));
    }

    @Override
    public AgentKey<O> key() {
        return rules.key();
    }

    @Override
    public String description() {
        return rules.description();
    }

    /** That of the rules, of the prompt, and of all that shapes the model's answer. */
    @Override
    public String version() {
        return rules.version() + "-" + author.prompt() + "-" + writer.version();
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return rules.dependencies();
    }

    @Override
    public O process(AgentInput input, AgentContext context) throws InterruptedException {
        LlmClient unused = context.llm(); // a runtime without one says so before anything is spent
        Drafting.Basis<O, F, D> basis = drafting.basis(input, context);
        if (basis.facts().isEmpty()) {
            return basis.byRules();
        }
        try {
            D draft = context.call(
                    writer,
                    AgentInput.builder(TASK)
                            .previous(new Asked(input.message(), basis.facts().get()))
                            .build());
            return basis.drafted().apply(draft, author);
        } catch (AgentCallException failed) {
            return undrafted(basis, mendable(failed.outcome()).orElseThrow(() -> failed), context);
        } catch (LimitExceededException spent) {
            return undrafted(basis, spent.failure(), context);
        }
    }

    private O undrafted(Drafting.Basis<O, F, D> basis, Failure why, AgentContext context) {
        Failure failure = byRules(why);
        context.degrade(failure);
        return basis.undrafted().apply(failure);
    }

    /** A failure for reports: what was wrong with an answer quotes it, so it stays with the outcome of the draft. */
    private Failure byRules(Failure why) {
        return new Failure(
                why.kind(),
                why.type(),
                "the model gave no draft that holds, so rules alone chose and worded: "
                        + (why.kind() == FailureKind.INVALID_OUTPUT
                                ? "each of its answers was refused; agent "
                                        + writer.key().name() + " failed with the last reason"
                                : why.message()),
                why.retryable());
    }

    /** Why there is no draft, unless it is something that rules cannot make good: a cancelled run, say, or one that another process took over. */
    private static Optional<Failure> mendable(Outcome<?> outcome) {
        return outcome.failure().filter(failure -> switch (failure.kind()) {
            case LLM_ERROR, INVALID_OUTPUT, AGENT_ERROR, TIMED_OUT, LIMIT_EXCEEDED -> true;
            case UNMET_DEPENDENCY,
                    TOOL_ERROR,
                    CANCELLED,
                    REFUSED,
                    STALLED,
                    INVALID_DECISION,
                    SUSPENSION_SWALLOWED,
                    EFFECT_UNKNOWN,
                    FENCED,
                    STATE_UNAVAILABLE,
                    ENGINE_ERROR,
                    DIVERGED -> false;
        });
    }

    @SuppressWarnings("unchecked") // what was asked was made of the drafting's facts
    private static <F, D> Optional<String> problem(Drafting<?, F, D> drafting, AgentInput input, D draft) {
        Asked asked = input.previous(Asked.class).orElseThrow();
        return drafting.problem((F) asked.facts(), draft)
                .or(() -> ShownFigures.of(texts(asked)).problem(texts(draft)));
    }

    private static List<String> texts(Object value) {
        JsonCodec codec = JsonCodec.standard();
        return JsonTexts.of(codec.decode(codec.encode(value), Object.class));
    }
}

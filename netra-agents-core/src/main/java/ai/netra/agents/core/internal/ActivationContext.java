package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentClock;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Attributes;
import ai.netra.agents.Cancellation;
import ai.netra.agents.EffectOutcome;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Outcome;
import ai.netra.agents.Question;
import ai.netra.agents.QuestionExpiredException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.DivergedException;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolEffect;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What one activation works with: all that an agent sees, in one place. Gives out the ordinals of its inner steps, on its own thread only. */
abstract class ActivationContext implements AgentContext {
    private final Site site;
    private int ordinal;
    private volatile boolean ended;
    private boolean inStep;
    private @Nullable Rare rare;
    private @Nullable RecordedLlm llm;

    /** What most activations do not have. */
    private static final class Rare {
        private @Nullable String stepKey;
        private @Nullable Paused paused;
        private @Nullable Failure doom;
        private @Nullable Failure degradation;
    }

    ActivationContext(Site site) {
        this.site = site;
    }

    private Rare rare() {
        Rare known = rare == null ? new Rare() : rare;
        rare = known;
        return known;
    }

    void end() {
        ended = true;
        if (llm != null) {
            llm.end();
        }
    }

    final boolean hasEnded() {
        return ended;
    }

    final Site site() {
        return site;
    }

    @Nullable
    Failure degradation() {
        return rare == null ? null : rare.degradation;
    }

    /** Notes a call that must not be repeated. */
    void act() {
        site.act();
    }

    Run<?> inRun() {
        return site.run();
    }

    Task task() {
        return site.task();
    }

    /**
     * The next inner step.
     *
     * @throws InterruptedException if the activation is cancelled or its time is over: an agent that made light of the interrupt gets nothing more done
     */
    StepId nextStep() throws InterruptedException {
        checkUse();
        if (inStep) {
            throw new InvalidDefinitionException("the context of activation " + site.path()
                    + " was used inside a step, which is not done again when the run goes on; use it before or after");
        }
        Paused waiting = paused();
        if (waiting != null) {
            throw waiting;
        }
        checkTime();
        return new StepId(site.path(), site.attempt(), ++ordinal);
    }

    /** The time for a call that may take this long, shortened to what is left. */
    Duration atMost(Duration limit) {
        return Duration.ofNanos(Math.max(0, Math.min(Engine.nanos(limit), site.remaining())));
    }

    /** Takes an interrupt of the host's that comes out of a call, whatever the agent makes of it. */
    void noteInterrupt(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            boolean unused = site.run().interrupted(site);
        }
    }

    /** Lets nobody go on whose activation is cancelled, or whose time is over. */
    void checkTime() throws InterruptedException {
        if (site.node().isCancelled() || site.remaining() <= 0) {
            throw over();
        }
    }

    private InterruptedException over() {
        return new InterruptedException(site.node().reason().orElse("the deadline of " + site.path() + " has passed"));
    }

    private void checkUse() {
        if (ended || !site.task().isCurrent()) {
            throw new InvalidDefinitionException("the context of activation " + site.path() + " was used "
                    + (ended ? "after the agent returned" : "on a thread that is not the activation's")
                    + "; use it inside process, on the thread that called it");
        }
    }

    @Override
    public ActivationId activation() {
        return site.id();
    }

    @Override
    public RunId run() {
        return site.run().run();
    }

    @Override
    public UserId user() {
        return site.run().user();
    }

    @Override
    public ThreadId thread() {
        return site.run().thread();
    }

    @Override
    public List<ConversationMessage> history() {
        checkUse();
        site.recall();
        return site.run().history();
    }

    @Override
    public LlmClient llm() {
        LlmClient client = site.run().engine().llm();
        if (client == null) {
            throw new InvalidDefinitionException("agent " + agent().name()
                    + " asked for a model, but the runtime has none; give it one with"
                    + " LocalAgentRuntime.builder().llm(client)");
        }
        RecordedLlm known = llm;
        if (known == null) {
            known = new RecordedLlm(client, this);
            llm = known;
        }
        return known;
    }

    @Override
    public AgentTools tools() {
        return new RecordedTools(this);
    }

    @Override
    public void emit(String thought, Attributes details) {
        checkUse();
        site.run().journal().live(agent().name(), site.path(), at -> new AgentEvent.AgentThought(at, thought, details));
    }

    @Override
    public void degrade(Failure cause) {
        checkUse();
        Rare noted = rare();
        noted.degradation = noted.degradation == null ? cause : noted.degradation;
    }

    @Override
    public <O> O call(Agent<O> agent, AgentInput input) throws InterruptedException {
        StepId step = nextStep();
        allowed(AgentCalls.mayCall(site, step));
        Result<O> result = called(step, agent, input);
        if (result.thrown() instanceof Paused waiting) {
            throw pause(waiting);
        }
        checkTime();
        if (result.outcome() instanceof Outcome.Degraded<O> degraded) {
            degrade(degraded.cause());
        }
        return result.outcome()
                .output()
                .orElseThrow(() -> new AgentCallException(agent.key().name(), result.outcome(), result.thrown()));
    }

    /** Has an agent work for a step of this activation, which asks the same of it as before, if it was here before. */
    private <O> Result<O> called(StepId step, Agent<O> agent, AgentInput input) {
        RecordedStep before = inRun().past().recorded(step);
        JournalEntry.Called earlier = before == null ? null : before.called();
        if (before != null
                && (earlier == null
                        || !earlier.agent().name().equals(agent.key().name())
                        || !earlier.requestHash().equals(inRun().hash(input.message(), input.attributes())))) {
            throw diverged(step, "a call of agent " + agent.key().name());
        }
        return AgentCalls.called(site, step, agent, input);
    }

    /**
     * What is recorded of a step that the agent takes again; null where it was not here before, or was interrupted.
     *
     * @throws DivergedException if it was at something else then
     */
    final @Nullable RecordedStep before(StepId step, JournalEntry.StepKind kind, String name, String hash) {
        Past past = inRun().past();
        RecordedStep before = past.isNone() ? null : past.recorded(step);
        if (before == null) {
            return null;
        }
        JournalEntry.Stepped end = before.stepped();
        JournalEntry.Intended intent = before.intended();
        boolean asking = before.asked() != null && intent == null && end == null; // whether it may be made
        boolean same = asking
                ? kind != JournalEntry.StepKind.LLM
                : end != null
                        ? end.kind() == kind
                                && end.name().equals(name)
                                && end.requestHash().equals(hash)
                        : intent != null
                                && intent.kind() == kind
                                && intent.name().equals(name)
                                && intent.requestHash().equals(hash);
        if (!same) {
            throw diverged(step, kind.name().toLowerCase(Locale.ROOT) + " " + name);
        }
        return before;
    }

    /** What a step of an agent gave, where it came to an end; one that was interrupted did not. */
    static JournalEntry.@Nullable Stepped end(@Nullable RecordedStep before) {
        JournalEntry.Stepped end = before == null ? null : before.stepped();
        return end == null
                        || end.failure()
                                .filter(failure -> failure.type().equals(InterruptedException.class.getName()))
                                .isPresent()
                ? null
                : end;
    }

    /** The agent does something else than it did here before: it fails, whatever it makes of this. */
    private DivergedException diverged(StepId step, String now) {
        DivergedException diverged = new DivergedException(
                "step " + step, "the agent is at " + now + ", and was not, or asked for something else, before");
        rare().doom = Failure.of(FailureKind.DIVERGED, diverged);
        return diverged;
    }

    /** What the agent did otherwise than before; null where nothing. */
    final @Nullable Failure doom() {
        return rare == null ? null : rare.doom;
    }

    /** What the agent waits for; null where nothing. */
    final @Nullable Paused paused() {
        return rare == null ? null : rare.paused;
    }

    private Paused pause(Paused waiting) {
        rare().paused = waiting;
        return waiting;
    }

    @Override
    public <T> T await(Question<T> question) throws InterruptedException {
        return answer(nextStep(), question);
    }

    /** The answer to a question at a step, which is asked there unless it was before. */
    @SuppressWarnings("unchecked") // an answer fits the schema of its question's type, and is read as that
    final <T> T answer(StepId step, Question<T> question) {
        RecordedStep before = inRun().past().recorded(step);
        JournalEntry.Asked asked = before == null ? null : before.asked();
        if (asked == null) {
            if (before != null && before.intended() == null) {
                throw diverged(step, "a question");
            }
            ask(step, question);
        } else if (!asked.question().text().equals(question.text())) {
            throw diverged(step, "another question");
        }
        JournalEntry.Answered answered = before == null || asked == null ? null : before.answered();
        if (answered == null) {
            throw pause(new Paused(reason -> {}));
        }
        Object answer = answered.answer().orElseThrow(() -> new QuestionExpiredException(step.toString()));
        return (T) value(answer, question.type());
    }

    /** A recorded value as its type. */
    static Object value(Object recorded, Type type) {
        return recorded instanceof Encoded encoded ? encoded.as(type) : recorded;
    }

    /** Whether it is too late for what was asked about. */
    final boolean isExpired(@Nullable RecordedStep before) {
        JournalEntry.Asked asked = before == null ? null : before.asked();
        return asked != null
                && asked.expires()
                        .filter(time -> !inRun().engine().now().isBefore(time))
                        .isPresent();
    }

    private void ask(StepId step, Question<?> question) {
        String schema = inRun().engine().codec().schema(question.type()).text();
        boolean unused = inRun().journal()
                .appendSurely(at -> new JournalEntry.Asked(
                        step,
                        agent(),
                        question,
                        schema,
                        question.expiry().map(inRun().engine().now()::plus),
                        at));
    }

    @Override
    public <T> T step(String name, ToolEffect effect, Class<T> type, Callable<T> work) throws InterruptedException {
        return new OwnStep<>(this, name, effect, type).result(work);
    }

    /** The agent is inside a step of its own from now on, which is known by this key. */
    final void enter(String key) {
        inStep = true;
        rare().stepKey = key;
    }

    /** The agent is outside of its own step again. */
    final void leave() {
        inStep = false;
        rare().stepKey = null;
    }

    /**
     * Whether something that must not be repeated took place though nothing came back, as people say. Asks them where that is not known.
     *
     * @param before what is recorded of the step
     */
    final boolean isInDoubt(StepId step, @Nullable RecordedStep before, String what) {
        if (before == null || before.intended() == null) {
            return false;
        }
        return answer(
                        step,
                        Question.of(
                                "It is not known whether " + what
                                        + " took place: the run was lost in the middle of it. Say"
                                        + " whether it happened; if it did not, it is done now.",
                                EffectOutcome.class))
                == EffectOutcome.HAPPENED;
    }

    /** Records that something is about to be done that must not be repeated, or costs. */
    final void intend(JournalEntry.Intended intent) throws InterruptedException {
        RunJournal journal = inRun().journal();
        if (journal.isKept()
                && !journal.appendSurely(at -> new JournalEntry.Intended(
                        intent.step(),
                        intent.kind(),
                        intent.name(),
                        intent.requestHash(),
                        intent.inputTokens(),
                        intent.outputTokens(),
                        at))) {
            throw over();
        }
    }

    /** What stands for something done at a step, whoever does it and however often. */
    final String key(StepId step, String name, String hash) {
        return inRun().hash(inRun().user(), inRun().run(), step.activation(), step.ordinal(), name, hash);
    }

    @Override
    public String idempotencyKey() {
        String known = rare == null ? null : rare.stepKey;
        return known == null ? inRun().hash(inRun().user(), inRun().run(), site.path()) : known;
    }

    static void allowed(@Nullable Failure forbidden) {
        if (forbidden != null) {
            throw new LimitExceededException(forbidden);
        }
    }

    @Override
    public AgentClock clock() {
        return site.run().engine().scheduler().clock();
    }

    @Override
    public Instant deadline() {
        return site.run().engine().now().plusNanos(site.remaining());
    }

    @Override
    public Cancellation cancellation() {
        return () -> site.node().isCancelled() || site.remaining() <= 0;
    }

    /** The activation's path, for the events of its steps. */
    String path() {
        return site.path();
    }
}

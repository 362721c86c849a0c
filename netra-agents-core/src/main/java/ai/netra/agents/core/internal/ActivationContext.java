package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentClock;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Cancellation;
import ai.netra.agents.Failure;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.Inputs;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.AgentTools;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one activation works with. Gives out the ordinals of its inner steps, on its own thread only. */
abstract class ActivationContext implements AgentContext {
    private final Site site;
    private int ordinal;
    private volatile boolean ended;
    private @Nullable Failure degradation;
    private @Nullable RecordedLlm llm;

    ActivationContext(Site site) {
        this.site = site;
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
        return degradation;
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
        if (site.node().isCancelled() || site.remaining() <= 0) {
            throw over();
        }
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
        if (degradation == null) {
            degradation = cause;
        }
    }

    @Override
    public <O> O call(Agent<O> agent, AgentInput input) throws InterruptedException {
        StepId step = nextStep();
        allowed(mayCall(site));
        Result<O> result = called(site, step, agent, input);
        if (site.node().isCancelled() || site.remaining() <= 0) {
            throw over();
        }
        if (result.outcome() instanceof Outcome.Degraded<O> degraded) {
            degrade(degraded.cause());
        }
        return result.outcome()
                .output()
                .orElseThrow(() -> new AgentCallException(agent.key().name(), result.outcome(), result.thrown()));
    }

    /** Spends the activation of an agent that is called from here, or says which limit forbids it. */
    static @Nullable Failure mayCall(Site site) {
        Budget budget = site.run().budget();
        Failure tooDeep = budget.depth(site.depth() + 1);
        return tooDeep == null ? budget.activation() : tooDeep;
    }

    /** Has an agent work for a step of the activation here, on its thread. */
    static <O> Result<O> called(Site site, StepId step, Agent<O> agent, AgentInput input) {
        Run<?> run = site.run();
        AgentKey<O> called = agent.key();
        String hash = run.hash(input.message(), input.attributes());
        run.journal().append(at -> new JournalEntry.Called(step, called, hash, at));
        long now = run.engine().nanoTime();
        Site inner = site.call(
                step.toString(),
                ActivationId.of(called),
                run.deadline(now, site.deadline(), Optional.empty(), ActivationRun.policy(agent)));
        AgentInput read = Inputs.of(agent, input);
        Failure unmet = Scope.unmet(read, step.toString(), called);
        Result<O> result =
                unmet == null ? new Called<>(agent, read, inner).execute(now) : Result.of(new Outcome.Failed<>(unmet));
        run.journal().append(at -> new JournalEntry.Returned(step, called, result.outcome(), at));
        return result;
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

    /** An agent that another one calls. */
    private static final class Called<O> extends ActivationRun<O> {
        private final Agent<O> agent;
        private final AgentInput input;
        private final Site site;

        private Called(Agent<O> agent, AgentInput input, Site site) {
            this.agent = agent;
            this.input = input;
            this.site = site;
        }

        @Override
        Agent<O> agent() {
            return agent;
        }

        @Override
        AgentInput input() {
            return input;
        }

        @Override
        Site site() {
            return site;
        }
    }

    /** The activation's path, for the events of its steps. */
    String path() {
        return site.path();
    }
}

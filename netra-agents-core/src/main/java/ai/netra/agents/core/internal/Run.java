package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationPolicy;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run: who it is for, what it may spend, its journal, and its end.
 *
 * @param <O> the type of its output
 */
final class Run<O> implements RunHandle<O> {
    static final String HOST_INTERRUPTED = "the thread that called run was interrupted";

    private final Engine engine;
    private final Agent<O> agent;
    private final RunRequest request;
    private final RunId id;
    private final ThreadId thread;
    private final Budget budget;
    private final RunJournal journal;
    private final CancelNode root = new CancelNode();
    private final Signal done;
    private final long activationNanos;
    private volatile long deadline;
    private volatile String phase = "request";
    private volatile @Nullable Task hostTask;
    private volatile boolean interruptedByHost;
    private volatile @Nullable OrchestrationResult<O> result;

    Run(Engine engine, Agent<O> agent, RunRequest request, RunId id) {
        this.engine = engine;
        this.agent = agent;
        this.request = request;
        this.id = id;
        this.thread = request.thread().orElseGet(() -> ThreadId.of(id.value()));
        this.budget = new Budget(request.limits().map(engine.limits()::and).orElse(engine.limits()));
        this.activationNanos = Engine.nanos(budget.limits().activationTime());
        this.journal = new RunJournal(engine.scheduler().clock(), engine.listeners());
        this.done = engine.scheduler().signal();
    }

    /** Whether this is the run of such a request. */
    @SuppressWarnings("ReferenceEquality") // agents are registered by instance
    boolean isOf(Agent<?> otherAgent, RunRequest otherRequest) {
        return agent == otherAgent && request.equals(otherRequest);
    }

    /** Runs to the end on a thread that the host lent. */
    void executeOn(Task lent) {
        hostTask = lent;
        try {
            execute(lent);
        } finally {
            if (interruptedByHost) {
                lent.releaseInterrupted();
            } else {
                lent.release();
            }
        }
    }

    /** Runs to the end. The run's time begins now. */
    void execute(Task task) {
        long start = engine.nanoTime();
        deadline = start + Engine.nanos(budget.limits().runTime());
        root.bind(task);
        journal.append(
                at -> new JournalEntry.Began(user(), thread, id, request, agent.key(), agent.version(), at),
                at -> new JournalEntry.Owned(engine.runner(), 1, at));
        Orchestrator<O> orchestrator = agent instanceof Orchestrator<O> o ? o : new Solo<>(agent);
        AgentInput input = AgentInput.builder(request.message())
                .attributes(request.attributes())
                .build();
        Site site = Site.root(this, ActivationId.of(agent.key()), deadline, root, task);
        Scope<O> scope = new Scope<>(orchestrator, input, site);
        Result<O> ended = scope.run();
        journal.append(at -> new JournalEntry.Finished(ended.outcome(), budget.usage(), at));
        OrchestrationResult.Builder<O> builder = OrchestrationResult.<O>builder(id, request)
                .outcome(ended.outcome())
                .outcomes(scope.progress().outcomes())
                .phase(phase)
                .usage(budget.usage())
                .duration(Duration.ofNanos(engine.nanoTime() - start));
        if (ended.thrown() != null) {
            builder.cause(ended.thrown());
        }
        engine.inspector().ended(id, agent, journal.entries());
        finish(builder.build());
    }

    /** Ends a run that a guard refused. Nothing of it is recorded. */
    void refuse(String reason) {
        finish(OrchestrationResult.<O>builder(id, request).refused(reason).build());
    }

    /** Ends a run that could not go on: out of memory, say. Without effect on one that has ended. */
    void abort(Throwable thrown) {
        if (!isDone()) {
            Outcome<O> failed = new Outcome.Failed<>(Failure.of(FailureKind.ENGINE_ERROR, thrown));
            finish(OrchestrationResult.<O>builder(id, request)
                    .outcome(failed)
                    .phase(phase)
                    .usage(budget.usage())
                    .cause(thrown)
                    .build());
        }
    }

    private void finish(OrchestrationResult<O> ended) {
        root.end();
        result = ended;
        done.fire();
    }

    Engine engine() {
        return engine;
    }

    Budget budget() {
        return budget;
    }

    RunJournal journal() {
        return journal;
    }

    UserId user() {
        return request.user();
    }

    ThreadId thread() {
        return thread;
    }

    /** What was recorded so far. */
    List<JournalEntry> entries() {
        return journal.entries();
    }

    /** Whether the run's own time is over. */
    boolean deadlinePassed() {
        return deadline - engine.nanoTime() <= 0;
    }

    /**
     * The deadline of an activation that starts now: the time of an activation, its own timeout or its policy's, and never after what it is part of.
     */
    long deadline(long now, long enclosing, Optional<Duration> timeout, ActivationPolicy<?> policy) {
        long limit = activationNanos;
        if (timeout.isPresent()) {
            limit = Math.min(limit, Engine.nanos(timeout.get()));
        }
        if (!policy.isNone() && policy.timeout().isPresent()) {
            limit = Math.min(limit, Engine.nanos(policy.timeout().get()));
        }
        long own = now + limit;
        return own - enclosing < 0 ? own : enclosing;
    }

    /** SHA-256 of what was asked, in canonical form. */
    String hash(Object... request) {
        return engine.codec().sha256(request.length == 1 ? request[0] : List.of(request));
    }

    /** Notes which of the run's own agents was started last. */
    void phase(Site scope, AgentKey<?> started) {
        if (scope.isRoot()) {
            phase = started.name();
        }
    }

    @SuppressWarnings("ReferenceEquality") // it is the task that was lent, or another one
    private boolean isOnHostThread(Site site) {
        return site.task() == hostTask;
    }

    /** Takes an interrupt of the host's that nothing waited for, at a site whose thread is the current one. */
    void heedHost(Site site) {
        if (isOnHostThread(site) && site.task().interruptPending()) {
            interrupted(site);
        }
    }

    /**
     * Takes an interrupt that came while a site's thread was waiting. Where neither the run's cancellation nor a deadline explains it, it came from
     * the host, whose thread this is, and cancels the run.
     *
     * @return whether it came from the host
     */
    boolean interrupted(Site site) {
        if (!isOnHostThread(site) || root.isCancelled() || site.remaining() <= 0) {
            return false;
        }
        interruptedByHost = true;
        cancel(HOST_INTERRUPTED);
        return true;
    }

    /** Waits for what has been interrupted or is about to end, however often this thread is interrupted itself. */
    <T> T uninterruptibly(Site site, Wait<T> wait) {
        while (true) {
            try {
                return wait.get();
            } catch (InterruptedException again) {
                interrupted(site);
            }
        }
    }

    /** A wait for a value. */
    interface Wait<T> {
        T get() throws InterruptedException;
    }

    @Override
    public RunId run() {
        return id;
    }

    @Override
    public boolean isDone() {
        return done.isFired();
    }

    @Override
    public OrchestrationResult<O> result() throws InterruptedException {
        done.await();
        return ended();
    }

    @Override
    public Optional<OrchestrationResult<O>> result(Duration timeout) throws InterruptedException {
        return done.await(timeout) ? Optional.of(ended()) : Optional.empty();
    }

    /** The result, waited for however often this thread is interrupted; an interrupt cancels the run and is restored. */
    OrchestrationResult<O> awaited() {
        boolean interrupted = false;
        while (!isDone()) {
            try {
                done.await();
            } catch (InterruptedException byHost) {
                interrupted = true;
                cancel(HOST_INTERRUPTED);
            }
        }
        if (interrupted) {
            engine.restoreInterrupt();
        }
        return ended();
    }

    private OrchestrationResult<O> ended() {
        OrchestrationResult<O> known = result;
        if (known == null) {
            throw new IllegalStateException("run " + id + " is done without a result");
        }
        return known;
    }

    @Override
    public void cancel(String reason) {
        root.cancel(reason);
    }

    /** The orchestrator of a run whose agent is none: starts it, and ends as it ends. */
    private record Solo<O>(Agent<O> agent) implements Orchestrator<O> {
        @Override
        public AgentKey<O> key() {
            return agent.key();
        }

        @Override
        public List<Agent<?>> agents() {
            return List.of(agent);
        }

        @Override
        public Decision<O> decide(Progress progress) {
            Optional<Outcome<O>> outcome = progress.latest(agent.key());
            if (outcome.isEmpty()) {
                return Decision.start(Activation.of(agent));
            }
            return outcome.get()
                    .output()
                    .map(Decision::finish)
                    .orElseGet(() -> Decision.fail(outcome.get()
                            .failure()
                            .orElseGet(() -> Failure.of(
                                    FailureKind.AGENT_ERROR, outcome.get().label()))));
        }
    }
}

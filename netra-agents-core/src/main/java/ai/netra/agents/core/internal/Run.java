package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.ActivationPolicy;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.Usage;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: who it is for, what it may spend, its journal, and its end. Long, as it is one thing's whole life: begun, queued, taken over, suspended, given
 * back, cancelled or ended, each of which depends on what of the others has been.
 *
 * @param <O> the type of its output
 */
final class Run<O> {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<Run, Cancel> CANCEL =
            AtomicReferenceFieldUpdater.newUpdater(Run.class, Cancel.class, "cancel");

    static final String HOST_INTERRUPTED = "the thread that called run was interrupted";

    private final Engine engine;
    private final Runs runs;
    private final Agent<O> agent;
    private final RunRequest request;
    private final RunId id;
    private final Runs.Key key;
    private final Budget budget;
    private final RunJournal journal;
    private final CancelNode root = new CancelNode();
    private final long activationNanos;
    private final RunEnd<O> end;
    private volatile @Nullable Cancel cancel;
    private volatile Past past;
    private final Answers answers = new Answers();
    private @Nullable Signal taken; // of a run that is gone on with: set before others know it, fired when it is ours
    private boolean opened;
    private boolean owned; // by this runner, as the state store says
    private final @Nullable RunConversation<O> conversation; // null in a thread of its own
    private volatile boolean tainted;
    private boolean forked;
    private Map<AgentKey<?>, RequestMeter> meters = Map.of(); // guarded by root
    private CarriedContext context; // set before any thread of the run starts, and let go of after all have ended
    private volatile boolean queued;
    private volatile boolean suspended;
    private boolean forClaimant = true; // of the thread that claims it
    private volatile long deadline;
    private String phase = "request"; // of the thread at work on the run's own agent
    private @Nullable Task hostTask; // of the host's thread, as is the next: to others it does not matter
    private boolean interruptedByHost;

    /** A run that begins. */
    Run(Engine engine, Runs runs, Agent<O> agent, RunRequest request) {
        this(
                engine,
                runs,
                agent,
                request,
                request.runId().orElseGet(() -> RunId.of(engine.scheduler().newId())),
                Past.NONE,
                StreamPosition.NONE);
    }

    /**
     * A run that is gone on with.
     *
     * @param past what is recorded of it
     * @param position how far its journal has come in the state store, where there is one
     */
    Run(Engine engine, Runs runs, Agent<O> agent, Past past, StreamPosition position) {
        this(engine, runs, agent, past.began().request(), past.began().run(), past, position);
        journal.goOn(past);
        past.spend(budget, engine.pricing());
        RunConversation<?> before = engine.keeper() == null
                ? runs.find(request.user(), id)
                        .map(suspended -> suspended.conversation)
                        .orElse(null)
                : null;
        if (conversation != null && before != null) {
            conversation.goOn(before);
        }
        taken = engine.scheduler().signal();
    }

    /** A run that goes its own way from what is recorded of another, and is called otherwise. */
    static <O> Run<O> forked(Engine engine, Runs runs, Agent<O> agent, Past past) {
        JournalEntry.Began began = past.began();
        Run<O> run = new Run<>(engine, runs, agent, began.request(), began.run(), past, StreamPosition.NONE);
        run.forked = true;
        run.taken = engine.scheduler().signal();
        past.spend(run.budget, engine.pricing());
        return run;
    }

    private Run(
            Engine engine,
            Runs runs,
            Agent<O> agent,
            RunRequest request,
            RunId id,
            Past past,
            StreamPosition position) {
        this.engine = engine;
        this.runs = runs;
        this.agent = agent;
        this.request = request;
        this.id = id;
        this.past = past;
        past.tools().forEach(call -> taint(call.name(), call.result()));
        this.conversation = inNamedThread() ? new RunConversation<>(this, runs, past.joined()) : null;
        this.key = new Runs.Key(request.user(), id);
        this.budget = new Budget(request.limits().map(engine.limits()::and).orElse(engine.limits()));
        this.activationNanos = Engine.nanos(budget.limits().activationTime());
        Keeper keeper = engine.keeper();
        this.journal = new RunJournal(
                engine.scheduler(),
                engine.wallTimes(),
                engine.listeners(),
                keeper == null
                        ? null
                        : new RunJournal.Keeping(
                                keeper,
                                new Ledger(keeper, new StreamKey.OfRun(request.user(), thread(), id), position),
                                failure -> cancel(failure.message())));
        this.end = new RunEnd<>(engine.scheduler());
        this.context = engine.capture();
    }

    /** Whether this is the run of such a request. */
    @SuppressWarnings("ReferenceEquality") // agents are registered by instance
    boolean isOf(Agent<?> otherAgent, RunRequest otherRequest) {
        return agent == otherAgent && request.equals(otherRequest);
    }

    /** Runs to the end on the calling thread, which the host lent. */
    void executeHere() {
        Task lent = engine.scheduler().adopt(id.value());
        hostTask = lent;
        try {
            guarded(() -> execute(lent));
        } finally {
            if (interruptedByHost) {
                lent.releaseInterrupted();
            } else {
                lent.release();
            }
        }
    }

    /** Runs to the end on a thread of its own. */
    void fork() {
        try {
            engine.scheduler()
                    .fork(
                            "run " + id,
                            task -> runs.working(task, () -> guarded(() -> context.run(() -> execute(task)))));
        } catch (Throwable thrown) { // no memory for a thread, say
            abort(thrown);
        }
    }

    /** Whatever happens, whoever waits for the run hears of its end. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable thrown) {
            abort(thrown);
        }
    }

    /** Runs to the end, or to where it waits for an answer. The run's time begins now, or goes on. */
    private void execute(Task task) {
        awaitTaken();
        if (isDone()) { // it was not taken after all
            return;
        }
        long start = begin();
        root.bind(task);
        Orchestrator<O> orchestrator = agent instanceof Orchestrator<O> o ? o : new Solo<>(agent);
        AgentInput input = AgentInput.builder(request.message())
                .attributes(request.attributes())
                .build();
        Site site = Site.root(this, ActivationId.of(agent.key()), deadline, root, task);
        Scope<O> scope = new Scope<>(orchestrator, input, site, start);
        Result<O> result = scope.run();
        while (result.isPaused() && takeAnswers()) {
            scope = new Scope<>(orchestrator, input, site, engine.nanoTime());
            result = scope.run();
        }
        conclude(result, scope.progress().outcomes(), start);
    }

    /** Waits until it is recorded why a run is gone on with: its turn may have come before. */
    private void awaitTaken() {
        Signal awaited = taken;
        try {
            if (awaited != null) {
                awaited.await();
            }
        } catch (InterruptedException interrupted) {
            cancel(HOST_INTERRUPTED);
        }
    }

    private long begin() {
        Keeper keeper = engine.keeper();
        boolean begins = past.isNone() && !opened;
        if (begins) {
            if (keeper != null && !keeper.threads().await(this)) {
                cancel(HOST_INTERRUPTED);
            }
            boolean unused = open();
        }
        if (keeper != null && (begins || !past.isNone()) && !keeper.threads().awaitBegun(this)) {
            cancel(HOST_INTERRUPTED);
        }
        long now = engine.nanoTime();
        begun(now);
        return now;
    }

    /**
     * Records its beginning.
     *
     * @return false if it could not be recorded
     */
    boolean open() {
        StreamPosition joined = join();
        opened = true;
        journal.append(new Opening(this, agent.version(), joined, engine.nanoTime()));
        Keeper keeper = engine.keeper();
        if (keeper != null) {
            keeper.lease(this);
        }
        return !journal.isHalted();
    }

    /** Takes up the conversation of its thread, and says how far that had come, where it is kept. */
    private @Nullable StreamPosition join() {
        if (conversation == null) {
            return null;
        }
        conversation.join();
        return conversation.joined();
    }

    /** What was said in its thread before it began. */
    List<ConversationMessage> history() {
        return conversation == null ? List.of() : conversation.messages();
    }

    /**
     * Notes that a tool was called: where what it gives is from outside, the run is tainted from here on. To be called before anybody sees what it gave; of
     * a run that is gone on with it follows from what is recorded. A tool that is no longer known may have been such a one, if it gave anything.
     */
    void taint(String tool, Optional<Object> result) {
        boolean untrusted = engine.dispatcher()
                .registered(tool)
                .map(spec -> spec.labels().contains(ToolLabel.UNTRUSTED))
                .orElseGet(() -> result.filter(value -> value instanceof ToolResult given && given.success())
                        .isPresent());
        if (untrusted) {
            tainted = true;
        }
    }

    /** Whether content from outside has entered the run, or a run before it in its conversation. */
    boolean isTainted() {
        return tainted || (conversation != null && conversation.isTainted());
    }

    /** Whether it has entered the run itself, or the run has gone on from what was tainted, as far as the run knows. */
    boolean wasTainted() {
        return tainted || (conversation != null && conversation.wasTainted());
    }

    /** Why its beginning could not be recorded. */
    NetraException rejected() {
        Halt halt = Objects.requireNonNull(journal.halt());
        return halt.failure().kind() == FailureKind.FENCED
                ? new RunRejectedException.RunBusy(id)
                : new NetraException("run " + id + " could not begin: " + halt.failure(), halt);
    }

    /** Leaves no trace of a run that was not begun after all, or was not gone on with. */
    void giveUp() {
        Keeper keeper = engine.keeper();
        if (keeper != null) {
            keeper.release(this);
            if (!journal.isHalted()) {
                withdraw(keeper);
            }
        }
        journal.end();
        end.set(OrchestrationResult.<O>builder(id, request)
                .outcome(new Outcome.Cancelled<>("it was not begun"))
                .build());
    }

    private void withdraw(Keeper keeper) {
        if (opened) {
            boolean unused = keeper.store().delete(storeKey());
        } else if (owned && past.isSuspended()) {
            journal.append(new Pause(budget.usage(), engine.nanoTime()));
        } else if (owned) {
            leave();
        }
    }

    /** Gives its lease back. */
    void leave() {
        Keeper keeper = engine.keeper();
        if (keeper == null) {
            return;
        }
        keeper.release(this);
        try {
            journal.leave();
        } catch (StoreException unavailable) {
            LOG.info("Run {} is left; its lease lapses by itself", id, unavailable);
        }
    }

    /** Takes its lease up again. */
    void lease() {
        Keeper keeper = engine.keeper();
        if (keeper != null) {
            journal.lease();
            keeper.lease(this);
        }
    }

    /** What it is called in the state store. */
    StreamKey.OfRun storeKey() {
        return new StreamKey.OfRun(request.user(), thread(), id);
    }

    /** Its time begins, or goes on. */
    private void begun(long now) {
        deadline = now + Engine.nanos(budget.limits().runTime()) - Engine.nanos(past.active());
        answers.open();
    }

    /**
     * Takes a run that is gone on with into this runner's hands.
     *
     * @return false if another has it by now
     */
    boolean own() {
        try {
            StreamPosition first = conversation == null || conversation.joined() != null ? null : join();
            long now = engine.nanoTime();
            journal.append(
                    forked
                            ? new Forking(past.entries(), engine.runner(), past.epoch() + 1, first, now)
                            : new Taking(engine.runner(), past.epoch() + 1, first, now));
            opened = forked;
            owned = true;
            Keeper keeper = engine.keeper();
            if (keeper != null) {
                keeper.lease(this);
            }
            return !journal.isHalted();
        } catch (StoreException unavailable) {
            LOG.warn("Run {} is left as it is: its conversation cannot be loaded", id, unavailable);
            return false;
        }
    }

    /**
     * Records answers that came.
     *
     * @return false if the run has to stop
     */
    boolean take(List<JournalEntry.Answered> came) {
        for (JournalEntry.Answered answer : came) {
            boolean unused = journal.appendSurely(
                    at -> new JournalEntry.Answered(answer.step(), answer.answer(), answer.by(), at));
        }
        if (!came.isEmpty()) {
            past = Past.of(journal.entries());
        }
        return !journal.isHalted();
    }

    /** It is settled whether it is gone on with here. */
    void taken() {
        Objects.requireNonNull(taken).fire();
    }

    /** What is recorded of the run from before it was gone on with. */
    Past past() {
        return past;
    }

    /**
     * Takes an answer while the run is at work: what asked goes on when all else has come to a rest.
     *
     * @return what became of it
     */
    Answers.Added answer(JournalEntry.Answered answer) {
        return answers.add(answer);
    }

    /** Records the answers that came; without any, takes none from now on. */
    private boolean takeAnswers() {
        List<JournalEntry.Answered> came = answers.takeOrClose();
        boolean unused = take(came); // one that has to stop hears of it where it waits
        return !came.isEmpty();
    }

    private void conclude(Result<O> ended, List<ActivationOutcome<?>> outcomes, long start) {
        answers.close();
        Usage usage = budget.usage();
        long now = engine.nanoTime();
        Outcome<O> outcome = halted(ended.outcome());
        boolean paused = ended.isPaused() && !journal.isHalted();
        RunConversation<O> speaks = paused || queued ? null : conversation;
        Halt unsaid = speaks == null ? null : speaks.say(outcome);
        if (unsaid != null) {
            outcome = new Outcome.Failed<>(unsaid.failure());
        }
        if (unsaid == null || unsaid.reach() == Halt.Reach.OPEN) {
            journal.append(paused ? new Pause(usage, now) : new Closing(outcome, usage, now));
        }
        outcome = halted(outcome);
        if (speaks != null && unsaid == null && !journal.isHalted()) {
            speaks.keep();
        }
        if (paused && conversation != null) {
            conversation.pause();
        }
        OrchestrationResult.Builder<O> builder = OrchestrationResult.<O>builder(id, request)
                .outcome(outcome)
                .outcomes(outcomes)
                .phase(phase)
                .usage(usage)
                .duration(Duration.ofNanos(now - start).plus(past.active()));
        if (paused && !journal.isHalted()) {
            builder.suspended(OpenQuestions.open(Past.of(journal.entries())));
        } else {
            cause(ended).ifPresent(builder::cause);
        }
        if (engine.isInspected()) {
            engine.inspector().ended(id, agent, journal.entries());
        }
        finish(builder.build());
    }

    /** How it ended, unless it was not its own any more by then, or could not be recorded. */
    private Outcome<O> halted(Outcome<O> outcome) {
        Halt halt = journal.halt();
        return halt == null ? outcome : new Outcome.Failed<>(halt.failure());
    }

    /** The live exception behind an end: that of whoever cancelled, if it was given and that is how it ended. */
    private Optional<Throwable> cause(Result<O> ended) {
        Cancel how = cancel;
        Throwable given = how != null && ended.outcome() instanceof Outcome.Cancelled ? how.cause() : null;
        return Optional.ofNullable(given == null ? ended.thrown() : given);
    }

    /** Ends a run that was cancelled while it waited for its turn: it begins, and does nothing. */
    private void endInLine(String reason) {
        Result<O> cancelled = Result.of(new Outcome.Cancelled<>(reason));
        guarded(() -> context.run(() -> conclude(cancelled, List.of(), begin())));
    }

    /** Ends a run that a guard refused, and that was not taken in. Nothing of it is recorded. */
    void refuse(String reason) {
        forClaimant = false;
        journal.end();
        end.set(OrchestrationResult.<O>builder(id, request).refused(reason).build());
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

    /** Whether it waits for an answer, and is not executing. */
    boolean isSuspended() {
        return suspended;
    }

    /** Makes it the run that is recorded, which is over or waits, and is not gone on with. */
    Run<O> asRecorded() {
        forClaimant = false;
        OrchestrationResult<O> recorded = Recordings.result(agent, past, engine.journalJson());
        suspended = recorded.status() == RunStatus.SUSPENDED;
        journal.end();
        end.set(recorded);
        return this;
    }

    /** Frees the run's thread before its result can be seen: whoever has the result may start the next one there. */
    private void finish(OrchestrationResult<O> ended) {
        suspended = ended.status() == RunStatus.SUSPENDED;
        root.end();
        Keeper keeper = engine.keeper();
        if (keeper != null) {
            keeper.release(this);
        }
        journal.end();
        hostTask = null;
        if (conversation != null) {
            conversation.release();
        }
        context = CarriedContext.NONE;
        synchronized (root) {
            meters = Map.of();
        }
        Run<?> next = runs.over(this);
        end.set(ended);
        if (next != null) {
            next.fork();
        }
    }

    Engine engine() {
        return engine;
    }

    /** What the host kept on the thread that asked for the run, to be had on every thread that works for it. */
    CarriedContext context() {
        return context;
    }

    Budget budget() {
        return budget;
    }

    RunJournal journal() {
        return journal;
    }

    Agent<O> agent() {
        return agent;
    }

    RunRequest request() {
        return request;
    }

    UserId user() {
        return request.user();
    }

    /** The one that the request names, or one of its own. */
    ThreadId thread() {
        return request.thread().orElseGet(() -> ThreadId.of(id.value()));
    }

    /** Whether the request names it, so that the host may ask for it again. */
    boolean isNamed() {
        return request.runId().isPresent();
    }

    /** Whether it is in a thread that the request names, and not in one of its own. */
    boolean inNamedThread() {
        return request.thread().isPresent();
    }

    /** Whether it waits for its turn in its thread, or was cancelled while it did. */
    boolean isQueued() {
        return queued;
    }

    void queue() {
        queued = true;
        forClaimant = false;
    }

    /** Whether whoever claims it is to execute it: it was not refused, and had not to wait for its turn, which it gets from the run before it. */
    boolean isForClaimant() {
        return forClaimant;
    }

    void dequeue() {
        queued = false;
    }

    /** Whether the calling thread works for it, so that waiting for it there would never end. */
    boolean isWorkedOnHere() {
        return root.isWorkedOnHere() || journal.isWrittenHere();
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

    /** Whether the calling thread, which is at work here, is the one that the host lent. */
    private boolean isOnHostThread() {
        Task lent = hostTask;
        return lent != null && lent.isCurrent();
    }

    /** Does some work with the host's context, which the thread that the host lent has anyway. */
    void inContext(Runnable work) {
        if (isOnHostThread()) {
            work.run();
        } else {
            context.run(work);
        }
    }

    /** Takes an interrupt of the host's that nothing waited for, at a site whose thread is the current one. */
    void heedHost(Site site) {
        if (isOnHostThread() && site.task().interruptPending()) {
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
        return site.remaining() > 0 && interruptedByHost(site);
    }

    /** As {@link #interrupted}, where an orchestrator waits for what it started: its thread is under no limit, but for that of an agent's call. */
    boolean interruptedInScope(Site site) {
        return (site.remaining() > 0 || !site.isInCall()) && interruptedByHost(site);
    }

    private boolean interruptedByHost(Site site) {
        if (!isOnHostThread() || site.node().isCancelled()) {
            return false;
        }
        interruptedByHost = true;
        cancel(HOST_INTERRUPTED);
        return true;
    }

    /** A meter for the requests of an activation: that of the agent's activation before, so that it reads only what is new, where nobody else has it. */
    RequestMeter takeMeter(AgentKey<?> of) {
        synchronized (root) {
            RequestMeter known = meters.isEmpty() ? null : meters.remove(of);
            if (known != null) {
                return known;
            }
        }
        return engine.prompts().meter(of);
    }

    void returnMeter(AgentKey<?> of, RequestMeter meter) {
        engine.prompts().keep(of, meter);
        synchronized (root) {
            if (meters.isEmpty()) {
                meters = new HashMap<>();
            }
            meters.put(of, meter);
        }
    }

    /** Waits for what has been interrupted or is about to end, however often this thread is interrupted itself. */
    <T> T uninterruptibly(Site site, Wait<T> wait) {
        while (true) {
            try {
                return wait.get();
            } catch (InterruptedException again) {
                boolean unused = interruptedInScope(site);
            }
        }
    }

    /** A wait for a value. */
    interface Wait<T> {
        T get() throws InterruptedException;
    }

    RunId run() {
        return id;
    }

    Runs.Key key() {
        return key;
    }

    RunEnd<O> end() {
        return end;
    }

    boolean isCancelled() {
        return cancel != null;
    }

    boolean isDone() {
        return end.result() != null;
    }

    /** The result, waited for however often this thread is interrupted; an interrupt cancels the run and is restored. */
    OrchestrationResult<O> awaited() {
        boolean interrupted = false;
        while (true) {
            try {
                OrchestrationResult<O> ended = end.await();
                if (interrupted) {
                    engine.restoreInterrupt();
                }
                return ended;
            } catch (InterruptedException byHost) {
                interrupted = true;
                cancel(HOST_INTERRUPTED);
            }
        }
    }

    void cancel(String reason) {
        cancel(new Cancel(reason, null));
    }

    /** The run is cancelled when this returns, by this call or by an earlier one, whose reason stands. */
    @SuppressWarnings("NullAway") // what it is set from is null
    void cancel(Cancel how) {
        Cancel earlier = CANCEL.compareAndSet(this, null, how) ? null : cancel;
        String reason = earlier == null ? how.reason() : earlier.reason();
        root.cancel(reason);
        if (queued && runs.withdraw(this)) {
            endInLine(reason);
        }
    }

    /** The first cancellation, which stands. */
    record Cancel(String reason, @Nullable Throwable cause) {}
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.Durability;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.json.JournalJson;
import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.HostContext;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Takes requests in, past their guards, runs them, and closes when all have ended. */
public final class LocalEngine {
    private final Engine engine;
    private final Runs runs;
    private final KeptRuns kept;
    private final Guards guards;
    private final AgentCache cache;
    private final Duration drain;
    private final Ownership schedulerOwnership;

    /** Whether the runtime made its scheduler, and so closes it. */
    public enum Ownership {
        /** Made here. */
        OWNED,
        /** The host's. */
        LENT
    }

    /** What a runtime is built from. */
    public record Setup(
            IdentityHashMap<Agent<?>, List<RequestGuard>> agents,
            @Nullable LlmClient llm,
            LlmPricing pricing,
            ToolDispatcher dispatcher,
            JsonCodec codec,
            AgentCache cache,
            Limits limits,
            List<AgentEventListener> listeners,
            Redaction redaction,
            List<HostContext> hostContexts,
            RunInspector inspector,
            int maxRuns,
            int maxRunsPerUser,
            Duration drain,
            Optional<Kept> kept,
            ConversationPolicy conversation,
            Scheduler scheduler,
            Ownership schedulerOwnership) {}

    /** How runs are kept in a state store. */
    public record Kept(StateStore store, Durability durability, Lease lease, Duration patience) {}

    /** Checks all that is registered. */
    public LocalEngine(Setup setup) {
        this.guards = new Guards(setup.agents());
        this.cache = setup.cache();
        this.drain = setup.drain();
        this.schedulerOwnership = setup.schedulerOwnership();
        String runner = setup.scheduler().newId();
        JournalJson json = new JournalJson(setup.codec());
        Keeper keeper = setup.kept()
                .map(kept -> new Keeper(
                        kept.store(),
                        json,
                        kept.durability(),
                        kept.lease(),
                        kept.patience(),
                        setup.scheduler(),
                        runner))
                .orElse(null);
        this.engine = new Engine(
                runner,
                setup.scheduler(),
                new WallTimes(setup.scheduler()),
                setup.llm(),
                setup.pricing(),
                setup.dispatcher(),
                setup.codec(),
                setup.limits(),
                new Listeners(setup.listeners(), setup.redaction()),
                new OpenSubscriptions(setup.scheduler(), setup.redaction()),
                List.copyOf(setup.hostContexts()),
                setup.inspector(),
                Wirings.of(guards.agents(), setup.codec()::verify),
                new Prompts(),
                new CachedOutputs(setup.cache(), setup.codec(), setup.redaction()),
                json,
                new Histories(setup.conversation(), setup.codec(), setup.scheduler(), keeper, setup.redaction()),
                keeper);
        this.runs = new Runs(new Runs.Ceilings(setup.maxRuns(), setup.maxRunsPerUser()));
        this.kept = new KeptRuns(engine, runs, guards);
    }

    /** Runs on the calling thread, or waits there for a run that is executed elsewhere: one that has the request's id, or one that is not its turn. */
    public <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request) {
        Run<O> wanted = new Run<>(engine, runs, agent, request);
        Run<O> run = claim(wanted);
        if (isNext(run, wanted)) {
            run.executeHere();
        }
        return run.awaited();
    }

    /** Starts on a thread of its own. */
    public <O> RunHandle<O> start(Agent<O> agent, RunRequest request) {
        Run<O> wanted = new Run<>(engine, runs, agent, request);
        Run<O> run = claim(wanted);
        if (isNext(run, wanted)) {
            run.fork();
        }
        return new LocalRunHandle<>(run);
    }

    /** Guards are asked before anything else, but not again for a run that is there already. */
    private <O> Run<O> claim(Run<O> wanted) {
        List<RequestGuard> before = guards.of(wanted.agent());
        if (!before.isEmpty() || engine.keeper() != null) {
            RunRequest request = wanted.request();
            runs.checkOpen();
            Optional<Run<O>> known = request.runId()
                    .flatMap(id ->
                            runs.known(id, wanted.agent(), request).or(() -> kept.known(id, wanted.agent(), request)));
            if (known.isPresent()) {
                return known.get();
            }
            Optional<String> refusal = Guards.refusal(before, request, engine::restoreInterrupt);
            if (refusal.isPresent()) {
                wanted.refuse(refusal.get());
                return wanted;
            }
        }
        Run<O> claimed = runs.claim(wanted);
        if (isNext(claimed, wanted)) {
            kept.open(claimed);
        }
        return claimed;
    }

    /** Whether a claimed run is the caller's to execute: it is new, was not refused, and its thread was free. */
    @SuppressWarnings("ReferenceEquality") // it is the one that was wanted, or another one
    private static boolean isNext(Run<?> claimed, Run<?> wanted) {
        return claimed == wanted && claimed.isForClaimant();
    }

    /** What is taken out of events. */
    public Redaction redaction() {
        return engine.listeners().redaction();
    }

    /** A run of this user. */
    public Optional<RunHandle<?>> find(UserId user, RunId run) {
        return runs.find(user, run).or(() -> kept.find(user, run)).map(LocalRunHandle::new);
    }

    /** Goes on with a run. */
    public RunHandle<?> resume(UserId user, RunId run) {
        return new LocalRunHandle<>(kept.resume(user, run));
    }

    /** Answers a question of a run. */
    public RunHandle<?> answer(UserId user, RunId run, String question, Object answer, UserId by) {
        return new LocalRunHandle<>(kept.answer(user, run, question, answer, by));
    }

    /** Begins a run with what is recorded of another. */
    public RunHandle<?> fork(UserId user, RunId run, int entries, RunId as) {
        return new LocalRunHandle<>(kept.fork(user, run, entries, as));
    }

    /** What a run had come to by an entry. */
    public Optional<AgentStateManager> state(UserId user, RunId run, int entries) {
        return kept.state(user, run, entries);
    }

    /** Asks a run's orchestrators again. */
    public int replay(UserId user, RunId run) {
        return kept.replay(user, run);
    }

    /** Goes on with runs that were left. */
    public List<RunHandle<?>> recover() {
        List<RunHandle<?>> handles = new ArrayList<>();
        kept.recover().forEach(run -> handles.add(new LocalRunHandle<>(run)));
        return handles;
    }

    /** Cancels a run, if there is such a run that has not ended. */
    public boolean cancel(UserId user, RunId run, String reason) {
        Optional<Run<?>> found = runs.find(user, run).filter(r -> !r.isDone());
        found.ifPresent(r -> r.cancel(reason));
        return found.isPresent() || kept.cancel(user, run, reason);
    }

    /** What is recorded of a run. */
    public Optional<List<JournalEntry>> journal(UserId user, RunId run) {
        return runs.find(user, run).map(Run::entries).or(() -> kept.journal(user, run));
    }

    /** What was said in a thread, as far as it is kept. */
    public Optional<ConversationState> conversation(UserId user, ThreadId thread) {
        Optional<ConversationState> here = Conversations.of(user, thread, runs.over(user, thread), engine.codec());
        return engine.histories()
                .log(user, thread)
                .map(ThreadLog::all)
                .filter(turns -> !turns.isEmpty())
                .map(turns -> Conversations.of(user, thread, turns, here))
                .or(() -> here);
    }

    /** Erases what is kept of a user, after the user's runs were cancelled and have ended. */
    public long forget(UserId user) {
        Predicate<Run<?>> ofUser = run -> run.user().equals(user);
        end(ofUser);
        Keeper keeper = engine.keeper();
        long erased = keeper == null ? 0 : keeper.store().erase(user);
        engine.histories().forget(conversation -> conversation.user().equals(user));
        runs.forget(ofUser);
        cache.forget(user);
        return erased;
    }

    /** Erases what is kept of a conversation, in the same way. */
    public long forget(UserId user, ThreadId thread) {
        Predicate<Run<?>> inThread =
                run -> run.user().equals(user) && run.thread().equals(thread);
        end(inThread);
        Keeper keeper = engine.keeper();
        long erased = keeper == null ? 0 : keeper.delete(user, thread);
        engine.histories().forget(new StreamKey.OfThread(user, thread)::equals);
        runs.forget(inThread);
        return erased;
    }

    private void end(Predicate<Run<?>> which) {
        List<Run<?>> executing = runs.open().stream().filter(which).toList();
        executing.stream().filter(Run::isWorkedOnHere).findFirst().ifPresent(run -> {
            throw new InvalidDefinitionException("run " + run.run()
                    + " was to be forgotten on a thread that works for it, which waited for itself; forget it"
                    + " elsewhere");
        });
        executing.forEach(run -> run.cancel("what is kept of its user or thread is erased"));
        executing.forEach(Run::awaited);
    }

    /** How many times a listener has thrown. */
    public long listenerFailures() {
        return engine.listeners().failures();
    }

    /** Takes no new runs, lets those there are go on for a time, cancels what is left, and returns when no thread is left either. */
    public void close() {
        Shutdown shutdown = new Shutdown(engine, runs);
        shutdown.check();
        shutdown.run(drain);
        if (schedulerOwnership == Ownership.OWNED) {
            engine.scheduler().close();
        }
    }
}

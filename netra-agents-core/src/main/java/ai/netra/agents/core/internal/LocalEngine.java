package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes requests in, past their guards, and runs them. */
public final class LocalEngine {
    private final Engine engine;
    private final Runs runs;
    private final IdentityHashMap<Agent<?>, List<RequestGuard>> agents;
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
            RunInspector inspector,
            Scheduler scheduler,
            Ownership schedulerOwnership) {}

    /** Checks all that is registered. */
    public LocalEngine(Setup setup) {
        this.agents = new IdentityHashMap<>(setup.agents());
        this.schedulerOwnership = setup.schedulerOwnership();
        this.engine = new Engine(
                setup.scheduler().newId(),
                setup.scheduler(),
                setup.llm(),
                setup.pricing(),
                setup.dispatcher(),
                setup.codec(),
                setup.limits(),
                new Listeners(setup.listeners()),
                setup.inspector(),
                Wirings.of(agents.keySet(), setup.codec()::verify),
                new CachedOutputs(setup.cache(), setup.codec()));
        this.runs = new Runs(engine);
    }

    /** Runs on the calling thread, or waits there for the run that has the request's id. */
    public <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request) {
        Runs.Claim<O> claim = claim(agent, request);
        if (isToExecute(claim, agent, request)) {
            execute(claim.run(), run -> run.executeOn(engine.scheduler().adopt("run " + run.run())));
        }
        return claim.run().awaited();
    }

    /** Starts on a thread of its own. */
    public <O> RunHandle<O> start(Agent<O> agent, RunRequest request) {
        Runs.Claim<O> claim = claim(agent, request);
        if (isToExecute(claim, agent, request)) {
            engine.scheduler().fork("run " + claim.run().run(), task -> execute(claim.run(), run -> run.execute(task)));
        }
        return claim.run();
    }

    private boolean isToExecute(Runs.Claim<?> claim, Agent<?> agent, RunRequest request) {
        return claim.origin() == Runs.Claim.Origin.NEW && admit(claim.run(), agent, request);
    }

    /** Whatever happens, whoever waits for the run hears of its end. */
    private void execute(Run<?> run, Consumer<Run<?>> how) {
        try {
            how.accept(run);
        } catch (RuntimeException | Error thrown) {
            run.abort(thrown);
        } finally {
            runs.over(run);
        }
    }

    private <O> Runs.Claim<O> claim(Agent<O> agent, RunRequest request) {
        if (!agents.containsKey(agent)) {
            throw new InvalidDefinitionException("agent " + agent.key().name()
                    + " is not registered with this runtime; pass the same instance to"
                    + " LocalAgentRuntime.builder().register(agent)");
        }
        return runs.claim(agent, request);
    }

    private boolean admit(Run<?> run, Agent<?> agent, RunRequest request) {
        for (RequestGuard guard : agents.getOrDefault(agent, List.of())) {
            Optional<String> refusal = refusal(guard, request);
            if (refusal.isPresent()) {
                runs.forget(run);
                run.refuse(refusal.get());
                return false;
            }
        }
        return true;
    }

    private Optional<String> refusal(RequestGuard guard, RunRequest request) {
        try {
            return switch (guard.check(request)) {
                case RequestGuard.Verdict.Allowed allowed -> Optional.empty();
                case RequestGuard.Verdict.Refused refused -> Optional.of(refused.reason());
            };
        } catch (InterruptedException interrupted) {
            engine.restoreInterrupt();
            return Optional.of("interrupted while " + guard.getClass().getName() + " was checking the request");
        } catch (Exception | Error thrown) { // a guard that cannot judge does not let pass
            return Optional.of("guard " + guard.getClass().getName() + " failed with "
                    + thrown.getClass().getName() + "; a request it cannot check is refused");
        }
    }

    /** Cancels a run, if there is such a run still running. */
    public boolean cancel(UserId user, RunId run, String reason) {
        Optional<Run<?>> found = runs.find(user, run).filter(r -> !r.isDone());
        found.ifPresent(r -> r.cancel(reason));
        return found.isPresent();
    }

    /** What is recorded of a run. */
    public Optional<List<JournalEntry>> journal(UserId user, RunId run) {
        return runs.find(user, run).map(Run::entries);
    }

    /** How many times a listener has thrown. */
    public long listenerFailures() {
        return engine.listeners().failures();
    }

    /** Cancels what runs, waits for its end, and refuses new runs. */
    public void close() {
        List<Run<?>> open = runs.close();
        open.forEach(run -> run.cancel("the runtime was closed"));
        open.forEach(Run::awaited);
        if (schedulerOwnership == Ownership.OWNED) {
            engine.scheduler().close();
        }
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Failure;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One call of an agent, and the watch over it once it was interrupted. */
final class Attempt<O> implements Callable<O>, Runnable {
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<Attempt, StuckWatch> WATCH =
            AtomicReferenceFieldUpdater.newUpdater(Attempt.class, StuckWatch.class, "watch");

    private final Agent<O> agent;
    private final AgentInput input;
    private final Site site;
    private final ActivationContext context;
    private volatile boolean ended;
    private volatile @Nullable StuckWatch watch;

    Attempt(Agent<O> agent, AgentInput input, Site site) {
        this.agent = agent;
        this.input = input;
        this.site = site;
        this.context = new ActivationContext(agent.key(), site);
    }

    /** Calls the agent. */
    @Override
    public O call() throws Exception {
        return agent.process(input, context);
    }

    /** The agent was interrupted now, for the first time or again, by any thread. */
    @Override
    public void run() {
        if (ended || watch != null) {
            return;
        }
        StuckWatch started = new StuckWatch(agent.key().name(), site, () -> !ended);
        if (!WATCH.compareAndSet(this, null, started) || ended) {
            started.end();
        }
    }

    /** What the agent said was degraded. */
    @Nullable
    Failure degradation() {
        return context.degradation();
    }

    /** The agent has returned. */
    void end() {
        ended = true;
        context.end();
        StuckWatch started = watch;
        if (started != null) {
            started.end();
        }
    }
}

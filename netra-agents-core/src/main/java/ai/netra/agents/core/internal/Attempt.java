package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One call of an agent, with what it works with, and the watch over it once it was interrupted. */
final class Attempt<O> extends ActivationContext implements Callable<O> {
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<Attempt, StuckWatch> WATCH =
            AtomicReferenceFieldUpdater.newUpdater(Attempt.class, StuckWatch.class, "watch");

    private final Agent<O> agent;
    private final AgentInput input;
    private volatile @Nullable StuckWatch watch;

    Attempt(Agent<O> agent, AgentInput input, Site site) {
        super(agent.key(), site);
        this.agent = agent;
        this.input = input;
    }

    /** Calls the agent. */
    @Override
    public O call() throws Exception {
        return agent.process(input, this);
    }

    /** The agent was interrupted now, for the first time or again, by any thread. */
    @SuppressWarnings("NullAway") // the watch is null until it is set
    void interrupted() {
        if (hasEnded() || watch != null) {
            return;
        }
        StuckWatch started = new StuckWatch(agent.key().name(), site(), () -> !hasEnded());
        if (!WATCH.compareAndSet(this, null, started) || hasEnded()) {
            started.end();
        }
    }

    /** The agent has returned. */
    @Override
    void end() {
        super.end();
        StuckWatch started = watch;
        if (started != null) {
            started.end();
        }
    }
}

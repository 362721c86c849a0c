package ai.netra.agents.core.internal;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.spi.LimitedCall;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** One call of an agent, with what it works with, and the watch over it once it was interrupted. */
final class Attempt<O> extends ActivationContext implements LimitedCall<O>, CancelNode.AtWork {
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    private static final AtomicReferenceFieldUpdater<Attempt, StuckWatch> WATCH =
            AtomicReferenceFieldUpdater.newUpdater(Attempt.class, StuckWatch.class, "watch");

    private final ActivationRun<O> of;
    private volatile @Nullable StuckWatch watch;

    Attempt(ActivationRun<O> of, Site site) {
        super(site);
        this.of = of;
    }

    @Override
    public AgentKey<O> agent() {
        return of.agent().key();
    }

    /** Calls the agent. */
    @Override
    public O call() throws Exception {
        return of.agent().process(of.input(), this);
    }

    @Override
    public void limitPassed() {
        interrupted();
    }

    @Override
    @SuppressWarnings("NullAway") // the watch is null until it is set
    public void interrupted() {
        if (hasEnded() || watch != null) {
            return;
        }
        StuckWatch started = new StuckWatch(agent().name(), site(), () -> !hasEnded());
        if (!WATCH.compareAndSet(this, null, started) || hasEnded()) {
            started.end();
        }
    }

    /** What an agent gave, if it may: one that does otherwise than before, or goes on though it waits for an answer, has failed. */
    Result<O> judged(Result<O> given) {
        Failure doom = doom();
        if (doom != null) {
            return new Result<>(new Outcome.Failed<>(doom), given.thrown());
        }
        boolean swallowed = paused() != null
                && !given.isPaused()
                && !(given.outcome() instanceof Outcome.TimedOut)
                && !site().node().isCancelled();
        return swallowed
                ? new Result<>(
                        new Outcome.Failed<>(Failure.of(
                                FailureKind.SUSPENSION_SWALLOWED,
                                "agent " + agent().name() + " went on at " + site().path()
                                        + " though it waits for an answer; let Suspension pass, and catch no Throwable"
                                        + " or Error around await and call")),
                        given.thrown())
                : given;
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

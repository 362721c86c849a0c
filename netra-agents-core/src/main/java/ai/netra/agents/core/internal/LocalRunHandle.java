package ai.netra.agents.core.internal;

import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.journal.JournalState;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.state.AgentStateManager;
import java.time.Duration;
import java.util.Optional;

/** A run as its host sees it. */
final class LocalRunHandle<O> implements RunHandle<O> {
    private final Run<O> run;

    LocalRunHandle(Run<O> run) {
        this.run = run;
    }

    @Override
    public RunId run() {
        return run.run();
    }

    @Override
    public RunStatus status() {
        OrchestrationResult<O> ended = run.end().result();
        if (ended != null) {
            return ended.status();
        }
        return run.isQueued() ? RunStatus.QUEUED : RunStatus.RUNNING;
    }

    @Override
    public boolean isDone() {
        return run.isDone();
    }

    @Override
    public AgentStateManager state() {
        return JournalState.of(run.agent(), run::entries);
    }

    @Override
    public OrchestrationResult<O> result() throws InterruptedException {
        return run.end().await();
    }

    @Override
    public Optional<OrchestrationResult<O>> result(Duration timeout) throws InterruptedException {
        return run.end().await(timeout);
    }

    @Override
    public void cancel(String reason) {
        run.cancel(reason);
    }

    @Override
    public void cancel(String reason, Throwable cause) {
        run.cancel(new Run.Cancel(reason, cause));
    }

    @Override
    public RunSubscription events(EventPosition after, AgentEventListener listener) {
        Engine engine = run.engine();
        Subscription subscription = new Subscription(engine.scheduler(), engine.listeners(), listener, after);
        engine.subscriptions().open(subscription, "events of run " + run.run(), engine.capture());
        run.journal().subscribe(subscription);
        return subscription;
    }
}

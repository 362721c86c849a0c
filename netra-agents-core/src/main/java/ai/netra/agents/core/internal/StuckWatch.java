package ai.netra.agents.core.internal;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tells listeners of an activation that was interrupted and has not ended after a while. It is awaited all the same. */
final class StuckWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Run<?> run;
    private final String agent;
    private final String path;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Timer timer;
    private volatile boolean ended;

    StuckWatch(Run<?> run, String agent, String path) {
        this.run = run;
        this.agent = agent;
        this.path = path;
    }

    /** The activation was interrupted now, for the first time or again. */
    void interrupted() {
        lock.lock();
        try {
            if (!ended && timer == null) {
                timer = run.engine().scheduler().schedule(PATIENCE, this::impatient);
            }
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of its own: a listener may take its time, and other timers must not wait for it. */
    private void impatient() {
        run.engine().scheduler().fork("stuck " + path, task -> run.context().run(this::tell));
    }

    private void tell() {
        run.journal().live(() -> !ended, agent, path, source -> new AgentEvent.AgentStuck(source, PATIENCE));
    }
}

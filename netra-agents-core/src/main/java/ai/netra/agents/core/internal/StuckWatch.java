package ai.netra.agents.core.internal;

import ai.netra.agents.event.AgentEvent;
import java.time.Duration;

/** Tells listeners of an activation that was interrupted and has not ended after a while. It is awaited all the same. */
final class StuckWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Run<?> run;
    private final String agent;
    private final String path;
    private volatile boolean ended;

    StuckWatch(Run<?> run, String agent, String path) {
        this.run = run;
        this.agent = agent;
        this.path = path;
    }

    /** The activation was interrupted now. */
    void interrupted() {
        run.engine().scheduler().schedule(PATIENCE, () -> {
            if (!ended) {
                run.journal().live(agent, path, run.engine().now(), source -> new AgentEvent.AgentStuck(source, PATIENCE));
            }
        });
    }

    void end() {
        ended = true;
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Tells listeners of an activation that was interrupted and has not ended after a while. It is awaited all the same. */
final class StuckWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Timer timer;

    /** The activation of a site was interrupted now, and is watched while something holds. */
    StuckWatch(String agent, Site site, BooleanSupplier still) {
        timer = site.run()
                .engine()
                .scheduler()
                .schedule(
                        PATIENCE,
                        // on a thread of its own: a listener may take its time, and other timers must not wait for it
                        () -> site.run()
                                .engine()
                                .scheduler()
                                .fork(
                                        "stuck " + site.path(),
                                        task -> site.run().context().run(() -> tell(agent, site, still))));
    }

    void end() {
        timer.cancel();
    }

    private static void tell(String agent, Site site, BooleanSupplier still) {
        site.run().journal().live(still, agent, site.path(), source -> new AgentEvent.AgentStuck(source, PATIENCE));
    }
}

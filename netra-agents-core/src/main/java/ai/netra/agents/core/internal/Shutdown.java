package ai.netra.agents.core.internal;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.List;

/** How a runtime is closed. An interrupt of the closing thread means that it is in a hurry; it is restored at the end. */
final class Shutdown {
    private final Engine engine;
    private final Runs runs;
    private boolean interrupted;

    Shutdown(Engine engine, Runs runs) {
        this.engine = engine;
        this.runs = runs;
    }

    /** Refuses to close a runtime on a thread that works for it. */
    void check() {
        for (Run<?> run : runs.open()) {
            if (run.isWorkedOnHere()) {
                throw new InvalidDefinitionException("the runtime was closed by what its run " + run.run()
                        + " is doing, which it would have to wait for; close it on a thread that works for none of"
                        + " its runs");
            }
        }
    }

    /** Takes no new runs, lets those there are go on for a time, cancels what is left then, and returns when all and their threads have ended. */
    void run(Duration drain) {
        runs.close();
        List<Run<?>> open = runs.open();
        drain(open, drain);
        open.forEach(run -> run.cancel("the runtime was closed"));
        open.forEach(Run::awaited);
        runs.working().forEach(this::join);
        if (interrupted) {
            engine.restoreInterrupt();
        }
    }

    private void drain(List<Run<?>> open, Duration drain) {
        long end = engine.nanoTime() + Engine.nanos(drain);
        try {
            for (Run<?> run : open) {
                Duration left = Duration.ofNanos(end - engine.nanoTime());
                if (!left.isPositive() || run.result(left).isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException hurry) {
            interrupted = true;
        }
    }

    private void join(Task thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
                throw refused("what its run " + run.run() + " is doing");
            }
        }
        if (engine.subscriptions().open().values().stream().anyMatch(Task::isCurrent)) {
            throw refused("a listener to one of its runs");
        }
    }

    private static InvalidDefinitionException refused(String by) {
        return new InvalidDefinitionException("the runtime was closed by " + by
                + ", which it would have to wait for; close it on a thread that works for none of its runs");
    }

    /** Takes no new runs, lets those there are go on for a time, cancels what is left then, and returns when all and their threads have ended. */
    void run(Duration drain) {
        long end = engine.nanoTime() + Engine.nanos(drain);
        runs.close();
        List<Run<?>> open = runs.open();
        await(open, run -> run.end().await(left(end)).isPresent());
        open.stream()
                .filter(Run::isQueued)
                .forEach(Shutdown::cancel); // first, so that none has its turn when another ends
        open.forEach(Shutdown::cancel);
        open.forEach(Run::awaited);
        runs.working().forEach(this::join);
        engine.subscriptions().close();
        Map<Subscription, Task> hearing = engine.subscriptions().open();
        await(hearing.keySet(), subscription -> subscription.ended().await(left(end)));
        hearing.forEach((subscription, task) -> {
            subscription.close();
            task.interrupt();
            join(task);
        });
        if (interrupted) {
            engine.restoreInterrupt();
        }
    }

    private static void cancel(Run<?> run) {
        run.cancel("the runtime was closed");
    }

    private Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - engine.nanoTime()));
    }

    /** Waits for one after the other, until one is not waited for long enough. */
    private <T> void await(Collection<T> open, Wait<T> wait) {
        try {
            for (T one : open) {
                if (interrupted || !wait.await(one)) {
                    return;
                }
            }
        } catch (InterruptedException hurry) {
            interrupted = true;
        }
    }

    /** A wait that has its time: whether it was long enough. */
    private interface Wait<T> {
        boolean await(T one) throws InterruptedException;
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

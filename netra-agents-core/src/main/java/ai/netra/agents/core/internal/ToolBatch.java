package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls of tools beside each other, each on a thread of its own. Its agent waits for all of them, also where it is interrupted: then they are too. */
final class ToolBatch {
    private final ActivationContext context;
    private final List<Fork> forks = new ArrayList<>();
    private @Nullable Throwable thrown;

    private ToolBatch(ActivationContext context) {
        this.context = context;
    }

    /** Makes calls, counted in their order, and gives their results in that order. */
    static List<ToolResult> make(ActivationContext context, List<ToolStep> steps) throws InterruptedException {
        steps.forEach(ToolStep::spend);
        ToolBatch batch = new ToolBatch(context);
        batch.fork(steps);
        batch.join();
        return batch.results();
    }

    private void fork(List<ToolStep> steps) {
        Site site = context.site();
        Scheduler scheduler = site.run().engine().scheduler();
        try {
            for (ToolStep step : steps) {
                Fork fork = new Fork(step, site.node().child());
                forks.add(fork);
                fork.task = scheduler.fork(site.path() + "/" + step.tool(), own -> fork.work(site, own));
            }
        } catch (RuntimeException | Error none) { // no more threads, say
            thrown = none;
            cancel("a call beside it could not be made");
        }
    }

    private void join() {
        for (Fork fork : forks) {
            for (boolean over = false; !over; ) {
                over = joined(fork);
            }
            fork.node.end();
        }
    }

    private boolean joined(Fork fork) {
        Task task = fork.task;
        try {
            if (task != null) {
                task.join();
            }
            return true;
        } catch (InterruptedException interrupted) {
            context.noteInterrupt(interrupted);
            thrown = thrown == null ? interrupted : thrown;
            cancel("its agent was interrupted");
            return false;
        }
    }

    private void cancel(String why) {
        forks.forEach(fork -> fork.node.cancel(why));
    }

    private List<ToolResult> results() throws InterruptedException {
        List<ToolResult> results = new ArrayList<>(forks.size());
        for (Fork fork : forks) {
            Throwable failed = fork.thrown;
            if (failed != null) {
                if (thrown == null) {
                    thrown = failed;
                } else {
                    thrown.addSuppressed(failed);
                }
            } else if (fork.result != null) {
                results.add(fork.result);
            }
        }
        if (thrown instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException unchecked) { // a call throws nothing else
            throw unchecked;
        }
        return results;
    }

    /** One call, and its place in the tree of cancellation. Written by its thread, and read when that has ended. */
    private static final class Fork {
        private final ToolStep step;
        private final CancelNode node;
        private @Nullable Task task;
        private volatile @Nullable ToolResult result;
        private volatile @Nullable Throwable thrown;

        private Fork(ToolStep step, CancelNode node) {
            this.step = step;
            this.node = node;
        }

        private void work(Site site, Task own) {
            try {
                node.bind(own);
                result = Objects.requireNonNull(site.run().context()).call(() -> made(own));
            } catch (Throwable any) { // whatever happens, its agent hears of it
                thrown = any;
            }
        }

        private @Nullable ToolResult made(Task own) {
            try {
                return step.make(own);
            } catch (InterruptedException interrupted) {
                thrown = interrupted;
                return null;
            }
        }
    }
}

package ai.netra.agents.testkit;

import ai.netra.agents.NetraException;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread at work under a {@link VirtualClock}. Its fields are guarded by the clock's {@link VirtualTime}. */
final class VirtualTask implements Task {
    private final VirtualTime time;
    private final String name;
    private final VirtualTime.Worker worker;
    private boolean interrupted;
    private boolean ended;

    private VirtualTask(VirtualTime time, String name) {
        this.time = time;
        this.name = name;
        this.worker = time.adopt(this);
    }

    private VirtualTask(VirtualTime time, String name, Consumer<Task> body) {
        this.time = time;
        this.name = name;
        this.worker = time.fork(
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(() -> run(body)),
                this);
    }

    /** The calling thread as a task. */
    static VirtualTask adopt(VirtualTime time, String name) {
        return new VirtualTask(time, name);
    }

    /** A new thread as a task, started. */
    static VirtualTask fork(VirtualTime time, String name, Consumer<Task> body) {
        VirtualTask task = new VirtualTask(time, name, body);
        task.worker.thread().start();
        return task;
    }

    private void run(Consumer<Task> body) {
        try {
            time.guarded("task " + name, () -> body.accept(this));
        } finally {
            release();
        }
    }

    String name() {
        return name;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    @Override
    public boolean isCurrent() {
        return worker.thread().equals(Thread.currentThread());
    }

    @Override
    public void interrupt() {
        time.change(() -> {
            if (!ended) {
                worker.interruptFor(() -> interrupted = true);
            }
        });
    }

    @Override
    public <T> T within(Duration duration, Runnable whenPassed, Callable<T> body) throws Exception {
        return within(duration, duration, whenPassed, body);
    }

    @Override
    public <T> T within(Duration duration, long now, LimitedCall<T> body) throws Exception {
        return within(duration, duration.minusNanos(time.now() - now), body::limitPassed, body);
    }

    private <T> T within(Duration duration, Duration left, Runnable whenPassed, Callable<T> body) throws Exception {
        if (!isCurrent()) {
            throw new NetraException("task " + name + " is limited on thread "
                    + Thread.currentThread().getName() + "; call within() on the task's own thread");
        }
        Limit limit = enter(left, whenPassed);
        T result;
        try {
            result = body.call();
        } catch (Throwable thrown) {
            leave(limit, duration, thrown);
            throw thrown;
        }
        leave(limit, duration, null);
        return result;
    }

    private Limit enter(Duration duration, Runnable whenPassed) {
        Limit limit = new Limit();
        Runnable pass = () -> {
            worker.interruptFor(limit::pass);
            time.act(() -> time.guarded("an action at a time limit of task " + name, whenPassed));
        };
        time.change(() -> {
            worker.enter(limit);
            if (duration.isPositive()) {
                limit.due = time.due(duration, pass);
            } else {
                pass.run();
            }
        });
        return limit;
    }

    private void leave(Limit limit, Duration duration, @Nullable Throwable thrown) {
        time.change(() -> {
            if (limit.due != null) {
                time.drop(limit.due);
            }
            worker.leave(limit);
        });
        if (limit.passed) {
            TimeLimitException exception = new TimeLimitException(duration);
            if (thrown != null) {
                exception.addSuppressed(thrown);
            }
            throw exception;
        }
    }

    @Override
    public void join() throws InterruptedException {
        time.await("the end of task " + name, () -> ended, () -> ended);
    }

    @Override
    public void release() {
        time.change(() -> {
            if (!ended) {
                ended = true;
                time.dismiss(worker, this);
            }
        });
    }

    @Override
    public void releaseInterrupted() {
        release();
        Thread.currentThread().interrupt();
    }

    @Override
    public String toString() {
        return "Task[" + name + "]";
    }

    /** One call of {@link #within}. */
    static final class Limit {
        private VirtualTime.@Nullable Due due;
        private boolean passed;

        void pass() {
            passed = true;
        }

        boolean isPassed() {
            return passed;
        }
    }
}

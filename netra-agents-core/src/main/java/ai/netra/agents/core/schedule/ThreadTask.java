package ai.netra.agents.core.schedule;

import ai.netra.agents.NetraException;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A thread at work for one run, or for one of its activations. */
final class ThreadTask implements Task {
    private final Workers workers;
    private final Worker worker;
    private final boolean forked;
    boolean interrupted; // guarded by the worker's lock, as is the next
    boolean released;

    private ThreadTask(Workers workers) {
        this.workers = workers;
        this.worker = workers.adopt();
        this.forked = false;
    }

    private ThreadTask(Workers workers, String name, Consumer<Task> body) {
        this.workers = workers;
        this.forked = true;
        this.worker = workers.fork(Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> run(body)));
    }

    /** The calling thread as a task. */
    static ThreadTask adopt(Workers workers) {
        return new ThreadTask(workers);
    }

    /** A new virtual thread as a task, started. */
    static ThreadTask fork(Workers workers, String name, Consumer<Task> body) {
        ThreadTask task = new ThreadTask(workers, name, body);
        try {
            task.worker.thread().start();
        } catch (RuntimeException | Error thrown) { // no more threads, say
            workers.dismiss(task.worker);
            throw thrown;
        }
        return task;
    }

    private void run(Consumer<Task> body) {
        try {
            body.accept(this);
        } finally {
            release();
        }
    }

    @Override
    public boolean isCurrent() {
        return worker.thread().equals(Thread.currentThread());
    }

    @Override
    public void interrupt() {
        worker.interrupt(this);
    }

    @Override
    public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
        return within(limit, System.nanoTime(), new LimitedCall<T>() {
            @Override
            public T call() throws Exception {
                return body.call();
            }

            @Override
            public void limitPassed() {
                whenPassed.run();
            }
        });
    }

    @Override
    public <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception {
        if (!isCurrent()) {
            throw new NetraException("a task of thread " + worker.thread().getName() + " is limited on thread "
                    + Thread.currentThread().getName() + "; call within() on the task's own thread");
        }
        Worker.Alarm alarm = worker.set(SystemScheduler.nanos(limit), now, body);
        T value;
        try {
            value = body.call();
        } catch (Throwable thrown) {
            if (worker.takeBack(alarm)) {
                TimeLimitException passed = new TimeLimitException(limit);
                passed.addSuppressed(thrown);
                throw passed;
            }
            throw thrown;
        }
        if (worker.takeBack(alarm)) {
            throw new TimeLimitException(limit);
        }
        return value;
    }

    @Override
    public void join() throws InterruptedException {
        if (forked) {
            worker.thread().join();
        }
    }

    @Override
    public void release() {
        if (worker.release(this)) {
            workers.dismiss(worker);
        }
    }

    @Override
    public void releaseInterrupted() {
        release();
        Thread.currentThread().interrupt();
    }
}

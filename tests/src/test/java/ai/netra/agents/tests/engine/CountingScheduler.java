package ai.netra.agents.tests.engine;

import ai.netra.agents.AgentClock;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A scheduler that knows which of the bodies it forked have not returned: virtual threads are in no list of threads. */
class CountingScheduler implements Scheduler {
    private final Scheduler scheduler;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Runnable afterEach;

    CountingScheduler(Scheduler scheduler) {
        this(scheduler, () -> {});
    }

    /** One that does something on each thread that it forked when the body has returned, as if the thread were used for something else then. */
    CountingScheduler(Scheduler scheduler, Runnable afterEach) {
        this.scheduler = scheduler;
        this.afterEach = afterEach;
    }

    /** How many bodies were forked. */
    int forked() {
        return tasks.size();
    }

    /** Waits for all bodies that were forked to return. A thread that is not needed any more is on its way to its end when a run has ended. */
    void join() {
        try {
            for (Task task : tasks) {
                task.join();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError("a thread is left", interrupted);
        }
    }

    /** How many forked bodies have not returned. */
    int running() {
        return running.get();
    }

    @Override
    public Task fork(String name, Consumer<Task> body) {
        running.incrementAndGet();
        Task forked = scheduler.fork(name, task -> {
            try {
                body.accept(task);
                afterEach.run();
            } finally {
                running.decrementAndGet();
            }
        });
        tasks.add(forked);
        return forked;
    }

    @Override
    public AgentClock clock() {
        return scheduler.clock();
    }

    @Override
    public long nanoTime() {
        return scheduler.nanoTime();
    }

    @Override
    public String newId() {
        return scheduler.newId();
    }

    @Override
    public double random() {
        return scheduler.random();
    }

    @Override
    public Task adopt(String name) {
        return scheduler.adopt(name);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        return scheduler.schedule(delay, action);
    }

    @Override
    public <T> Inbox<T> inbox() {
        return scheduler.inbox();
    }

    @Override
    public Signal signal() {
        return scheduler.signal();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}

package ai.netra.agents.testkit;

import ai.netra.agents.AgentClock;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A virtual clock behind methods that a test breaks one at a time. */
class ForwardingScheduler implements Scheduler {
    private final VirtualClock clock = VirtualClock.automatic();

    /** Breaks a task. */
    Task broken(Task task) {
        return task;
    }

    @Override
    public AgentClock clock() {
        return clock.clock();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public String newId() {
        return clock.newId();
    }

    @Override
    public double random() {
        return clock.random();
    }

    @Override
    public Task adopt(String name) {
        return broken(clock.adopt(name));
    }

    @Override
    public Task fork(String name, Consumer<Task> body) {
        return broken(clock.fork(name, task -> body.accept(broken(task))));
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        return clock.schedule(delay, action);
    }

    @Override
    public <T> Inbox<T> inbox() {
        return clock.inbox();
    }

    @Override
    public Signal signal() {
        return clock.signal();
    }

    @Override
    public void close() {
        clock.close();
    }

    /** A task behind methods that a test breaks one at a time. */
    static class ForwardingTask implements Task {
        private final Task task;

        ForwardingTask(Task task) {
            this.task = task;
        }

        @Override
        public boolean isCurrent() {
            return task.isCurrent();
        }

        @Override
        public void interrupt() {
            task.interrupt();
        }

        @Override
        public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
            return task.within(limit, whenPassed, body);
        }

        @Override
        public <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception {
            return task.within(limit, now, body);
        }

        @Override
        public void join() throws InterruptedException {
            task.join();
        }

        @Override
        public void release() {
            task.release();
        }

        @Override
        public void releaseInterrupted() {
            task.releaseInterrupted();
        }
    }
}

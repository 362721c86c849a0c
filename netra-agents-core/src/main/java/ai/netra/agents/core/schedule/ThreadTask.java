package ai.netra.agents.core.schedule;

import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread at work, and the one place where it is interrupted. A thread has a single interrupt flag for any number of reasons to set it, so the
 * reasons are kept here, under a lock: an alarm that is taken back clears the flag only where no other reason remains.
 */
final class ThreadTask implements Task {
    private final Alarms alarms;
    private final Origin origin;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean interrupted;
    private boolean over;
    private boolean watched;
    private @Nullable Alarm innermost;

    /** Whose thread it is, and so who may interrupt it. */
    private enum Origin {
        /** The owner's, who may. */
        ADOPTED,
        /** Ours: nobody else may, and an interrupt of other origin is a leftover of the work done on it. */
        FORKED
    }

    private ThreadTask(Alarms alarms) {
        this.alarms = alarms;
        this.origin = Origin.ADOPTED;
        this.thread = Thread.currentThread();
    }

    private ThreadTask(Alarms alarms, String name, Consumer<Task> body) {
        this.alarms = alarms;
        this.origin = Origin.FORKED;
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
    }

    /** The calling thread. */
    static ThreadTask adopt(Alarms alarms) {
        return new ThreadTask(alarms);
    }

    /** A new virtual thread. */
    static ThreadTask fork(Alarms alarms, String name, Consumer<Task> body) {
        ThreadTask task = new ThreadTask(alarms, name, body);
        task.thread.start();
        return task;
    }

    private void run(Consumer<Task> body) {
        try {
            body.accept(this);
        } finally {
            end();
            ended.countDown();
        }
    }

    private void end() {
        lock.lock();
        try {
            over = true;
            unwatch();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    @Override
    public void interrupt() {
        lock.lock();
        try {
            interrupted = true;
            interruptThread();
        } finally {
            lock.unlock();
        }
    }

    private void interruptThread() {
        if (!over) {
            thread.interrupt();
        }
    }

    @Override
    public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
        Alarm alarm = set(limit, whenPassed);
        T value;
        try {
            value = body.call();
        } catch (Throwable thrown) {
            if (takeBack(alarm)) {
                TimeLimitException passed = new TimeLimitException(limit);
                passed.addSuppressed(thrown);
                throw passed;
            }
            throw thrown;
        }
        if (takeBack(alarm)) {
            throw new TimeLimitException(limit);
        }
        return value;
    }

    private Alarm set(Duration limit, Runnable whenPassed) {
        long now = alarms.now();
        Alarm alarm = new Alarm(now + SystemScheduler.nanos(limit), whenPassed);
        lock.lock();
        try {
            alarm.enclosing = innermost;
            innermost = alarm;
            if (!watched) {
                watched = true;
                alarms.watch(this);
            }
        } finally {
            lock.unlock();
        }
        if (alarm.deadline <= now) {
            ring(now);
        } else {
            alarms.set(alarm.deadline, now);
        }
        return alarm;
    }

    /** Rings every alarm whose time has come, and says when the next one's will have; never, if there is none. */
    long ring(long now) {
        List<Runnable> actions = new ArrayList<>(0);
        long next = Long.MAX_VALUE;
        lock.lock();
        try {
            for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
                if (!alarm.rung && alarm.deadline <= now) {
                    alarm.rung = true;
                    interruptThread();
                    actions.add(alarm.whenPassed);
                } else if (!alarm.rung) {
                    next = Math.min(next, alarm.deadline);
                }
            }
            if (innermost == null) {
                unwatch();
            }
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
        return next;
    }

    private void unwatch() {
        if (watched) {
            watched = false;
            alarms.forget(this);
        }
    }

    /** Ends a limit and says whether it had passed. */
    private boolean takeBack(Alarm alarm) {
        lock.lock();
        try {
            innermost = alarm.enclosing;
            if (alarm.rung || origin == Origin.FORKED) {
                Thread.interrupted();
                if (interrupted || anyRung(innermost)) {
                    interruptThread();
                }
            }
            return alarm.rung;
        } finally {
            lock.unlock();
        }
    }

    private static boolean anyRung(@Nullable Alarm innermost) {
        for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
            if (alarm.rung) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void join() throws InterruptedException {
        ended.await();
    }

    @Override
    public void release() {
        lock.lock();
        try {
            over = true;
            unwatch();
            if (interrupted) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void releaseInterrupted() {
        release();
        Thread.currentThread().interrupt();
    }

    /** One time limit on this thread. */
    private static final class Alarm {
        private final long deadline;
        private final Runnable whenPassed;
        private @Nullable Alarm enclosing;
        private boolean rung;

        private Alarm(long deadline, Runnable whenPassed) {
            this.deadline = deadline;
            this.whenPassed = whenPassed;
        }
    }
}

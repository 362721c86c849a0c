package ai.netra.agents.core.schedule;

import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread at work, and the one place where it is interrupted. A thread has a single interrupt flag for any number of reasons to set it, so the
 * reasons are kept here, under a lock: an alarm that is taken back clears the flag only where no other reason remains.
 */
final class ThreadTask implements Task {
    private final Scheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Thread thread; // set once, before the task is handed out
    private boolean interrupted;
    private boolean over;
    private @Nullable Alarm innermost;

    ThreadTask(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void bind(Thread newThread) {
        thread = newThread;
    }

    void end() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
        ended.countDown();
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
        if (!over && thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
        Alarm alarm = new Alarm(whenPassed);
        alarm.set();
        Timer timer = scheduler.schedule(limit, alarm::ring);
        T value;
        try {
            value = body.call();
        } catch (Throwable thrown) {
            timer.cancel();
            if (alarm.takeBack()) {
                TimeLimitException passed = new TimeLimitException(limit);
                passed.addSuppressed(thrown);
                throw passed;
            }
            throw thrown;
        }
        timer.cancel();
        if (alarm.takeBack()) {
            throw new TimeLimitException(limit);
        }
        return value;
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
    private final class Alarm {
        private final Runnable whenPassed;
        private @Nullable Alarm enclosing;
        private boolean rung;
        private boolean takenBack;

        private Alarm(Runnable whenPassed) {
            this.whenPassed = whenPassed;
        }

        void set() {
            lock.lock();
            try {
                enclosing = innermost;
                innermost = this;
            } finally {
                lock.unlock();
            }
        }

        void ring() {
            lock.lock();
            try {
                if (takenBack) {
                    return;
                }
                rung = true;
                interruptThread();
            } finally {
                lock.unlock();
            }
            whenPassed.run();
        }

        /** Ends the limit and says whether it had passed. */
        boolean takeBack() {
            lock.lock();
            try {
                takenBack = true;
                innermost = enclosing;
                if (!rung) {
                    return false;
                }
                Thread.interrupted();
                if (interrupted || anyRung(enclosing)) {
                    interruptThread();
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        private static boolean anyRung(@Nullable Alarm alarm) {
            for (Alarm a = alarm; a != null; a = a.enclosing) {
                if (a.rung) {
                    return true;
                }
            }
            return false;
        }
    }
}

package ai.netra.agents.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread, and the one place where it is interrupted. A thread has a single interrupt flag for any number of reasons to set it, so the reasons are
 * kept here, under a lock: when one is taken back, the flag is cleared only where no other reason remains.
 */
final class Worker {
    private final Alarms alarms;
    private final Thread thread;
    private final Origin origin;
    private final ReentrantLock lock = new ReentrantLock();
    private int interrupts;
    private boolean watched;
    private @Nullable Alarm innermost;
    private int tasks; // of the thread's own

    /** Whose thread it is, and so who may interrupt it. */
    enum Origin {
        /** The host's, who may. */
        ADOPTED,
        /** Ours: nobody else may, and an interrupt of other origin is a leftover of the work done on it. */
        FORKED
    }

    Worker(Alarms alarms, Thread thread, Origin origin) {
        this.alarms = alarms;
        this.thread = thread;
        this.origin = origin;
    }

    Thread thread() {
        return thread;
    }

    void employ() {
        tasks++;
    }

    /** Ends a task, and says whether it was the last. */
    boolean dismiss() {
        return --tasks == 0;
    }

    /** Interrupts for good, unless the task that asks for it has been released. */
    void interrupt(ThreadTask task) {
        lock.lock();
        try {
            if (!task.released) {
                interrupts += task.interrupted ? 0 : 1;
                task.interrupted = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes back the interrupt of a task, where it has one, and lets no later one through.
     *
     * @return whether the task had not been released before
     */
    boolean release(ThreadTask task) {
        lock.lock();
        try {
            if (task.released) {
                return false;
            }
            task.released = true;
            if (task.interrupted) {
                task.interrupted = false;
                interrupts--;
                clear();
            }
            if (innermost == null) {
                unwatch();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sets a limit, inside of those already set. */
    Alarm set(long limit, Runnable whenPassed) {
        long now = alarms.now();
        Alarm alarm = new Alarm(now + limit, whenPassed);
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
        if (limit <= 0) {
            ring(now);
        } else {
            alarms.set(alarm.deadline, now);
        }
        return alarm;
    }

    /** Rings every alarm whose time has come, and says when the next one's will have; never, if there is none. */
    long ring(long now) {
        List<Runnable> actions = new ArrayList<>(0);
        long next = Alarms.NEVER;
        lock.lock();
        try {
            for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
                if (!alarm.rung && alarm.deadline <= now) {
                    alarm.rung = true;
                    actions.add(alarm.whenPassed);
                } else if (!alarm.rung) {
                    next = Math.min(next, alarm.deadline);
                }
            }
            if (!actions.isEmpty()) {
                thread.interrupt(); // once: what it does next may be to clean up
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

    /** Ends the innermost limit, and says whether it had passed. */
    boolean takeBack(Alarm alarm) {
        lock.lock();
        try {
            innermost = alarm.enclosing;
            if (alarm.rung || origin == Origin.FORKED) {
                clear();
            }
            return alarm.rung;
        } finally {
            lock.unlock();
        }
    }

    /** Clears the thread's flag, on that thread, unless there is another reason for it. */
    private void clear() {
        Thread.interrupted();
        if (interrupts > 0 || anyRung()) {
            thread.interrupt();
        }
    }

    private boolean anyRung() {
        for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
            if (alarm.rung) {
                return true;
            }
        }
        return false;
    }

    /** One time limit. */
    static final class Alarm {
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

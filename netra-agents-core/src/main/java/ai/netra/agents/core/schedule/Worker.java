package ai.netra.agents.core.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A thread, and the one place where it is interrupted. A thread has a single interrupt flag for any number of reasons to set it, so the reasons are
 * kept here: when one is taken back, the flag is cleared only where no other reason remains.
 *
 * <p>Interrupts are set and taken back under the monitor, inside which nothing blocks. A limit that is set and taken back in time, as almost all are, needs none: it and the round that
 * would ring it settle by one compare-and-set which of them was first.
 */
final class Worker {
    private final Alarms alarms;
    private final Thread thread;
    private final Origin origin;
    private int interrupts; // guarded by this
    private volatile @Nullable Alarm innermost; // written by the thread itself
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
        synchronized (this) {
            if (!task.released) {
                interrupts += task.interrupted ? 0 : 1;
                task.interrupted = true;
                thread.interrupt();
            }
        }
    }

    /**
     * Takes back the interrupt of a task, where it has one, and lets no later one through.
     *
     * @return whether the task had not been released before
     */
    boolean release(ThreadTask task) {
        synchronized (this) {
            if (task.released) {
                return false;
            }
            task.released = true;
            if (task.interrupted) {
                task.interrupted = false;
                interrupts--;
                clear();
            }
            return true;
        }
    }

    /** Sets a limit, inside of those already set. */
    Alarm set(long limit, long nanoTime, Runnable whenPassed) {
        long now = alarms.at(nanoTime);
        Alarm alarm = new Alarm(now + limit, whenPassed, innermost);
        innermost = alarm;
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
        for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
            if (alarm.state == Alarm.SET) {
                if (alarm.deadline > now) {
                    next = Math.min(next, alarm.deadline);
                } else {
                    ring(alarm, actions);
                }
            }
        }
        actions.forEach(Runnable::run);
        return next;
    }

    /** Under the lock, so that whoever finds an alarm rung finds the thread interrupted as well. */
    private void ring(Alarm alarm, List<Runnable> actions) {
        synchronized (this) {
            if (alarm.becomes(Alarm.RUNG)) {
                if (actions.isEmpty()) {
                    thread.interrupt(); // once: what it does next may be to clean up
                }
                actions.add(alarm.whenPassed);
            }
        }
    }

    /** Ends the innermost limit, and says whether it had passed. */
    boolean takeBack(Alarm alarm) {
        innermost = alarm.enclosing;
        boolean rung = !alarm.becomes(Alarm.OVER);
        if (rung || (origin == Origin.FORKED && thread.isInterrupted())) {
            synchronized (this) {
                clear();
            }
        }
        return rung;
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
            if (alarm.state == Alarm.RUNG) {
                return true;
            }
        }
        return false;
    }

    /** One time limit. */
    static final class Alarm {
        private static final AtomicIntegerFieldUpdater<Alarm> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Alarm.class, "state");
        private static final int SET = 0;
        private static final int RUNG = 1;
        private static final int OVER = 2;

        private final long deadline;
        private final Runnable whenPassed;
        private final @Nullable Alarm enclosing;
        private volatile int state;

        private Alarm(long deadline, Runnable whenPassed, @Nullable Alarm enclosing) {
            this.deadline = deadline;
            this.whenPassed = whenPassed;
            this.enclosing = enclosing;
        }

        private boolean becomes(int end) {
            return STATE.compareAndSet(this, SET, end);
        }
    }
}

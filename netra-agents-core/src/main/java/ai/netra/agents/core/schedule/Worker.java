package ai.netra.agents.core.schedule;

import ai.netra.agents.spi.LimitedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A thread, and the one place where it is interrupted. A thread has a single interrupt flag for any number of reasons to set it, so the reasons are
 * kept here: when one is taken back, the flag is cleared only where no other reason remains.
 *
 * <p>Interrupts are set and taken back under the monitor, inside which nothing blocks. A limit that is set and taken back in time, as almost all are,
 * needs none: it and the round that would ring it settle by one compare-and-set which of them was first.
 */
final class Worker {
    private static final AtomicReferenceFieldUpdater<Worker, @Nullable Alarm> INNERMOST =
            AtomicReferenceFieldUpdater.newUpdater(Worker.class, Alarm.class, "innermost");

    private final Alarms alarms;
    private final Thread thread;
    private final Origin origin;
    private int interrupts; // guarded by this, as is the next
    private boolean interruptedByOthers; // before it was interrupted here
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
                interruptedByOthers |= isInterruptedByOthers();
                interrupts += task.interrupted ? 0 : 1;
                task.interrupted = true;
                thread.interrupt();
            }
        }
    }

    /** Whether there is an interrupt that nobody here has set. */
    private boolean isInterruptedByOthers() {
        return thread.isInterrupted() && !isInterruptKept();
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
            } else if (isLeftInterrupted()) {
                clear();
            }
            return true;
        }
    }

    /** Sets a limit, inside of those already set. On the thread itself. */
    Alarm set(long limit, long nanoTime, LimitedCall<?> body) {
        if (isLeftInterrupted()) {
            synchronized (this) {
                clear();
            }
        }
        long now = alarms.at(nanoTime);
        Alarm alarm = new Alarm(now + limit, body, innermost);
        innermost = alarm;
        if (limit <= 0) {
            alarms.tell(ring(now));
        } else {
            alarms.set(alarm.deadline, now);
        }
        return alarm;
    }

    /** When the next alarm's time comes, or has come; never, if none is set. */
    long next() {
        long next = Alarms.NEVER;
        for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
            if (alarm.state == Alarm.SET) {
                next = Math.min(next, alarm.deadline);
            }
        }
        return next;
    }

    /**
     * Rings every alarm whose time has come. All under one hold of the monitor: the thread is interrupted once, since what it does next may be to clean
     * up, and must not take that back for an inner alarm before an outer one has rung as well.
     *
     * @return whom to tell, of those that rang
     */
    List<LimitedCall<?>> ring(long now) {
        List<LimitedCall<?>> rung = new ArrayList<>(1);
        synchronized (this) {
            boolean others = isInterruptedByOthers();
            for (Alarm alarm = innermost; alarm != null; alarm = alarm.enclosing) {
                if (alarm.deadline <= now && alarm.becomes(Alarm.RUNG)) {
                    rung.add(alarm.body);
                }
            }
            if (!rung.isEmpty()) {
                interruptedByOthers |= others;
                thread.interrupt();
            }
        }
        return rung;
    }

    /**
     * Ends the innermost limit, and says whether it had passed. One that had is forgotten under the monitor, together with its interrupt: without the
     * limit, a round in between would take that interrupt for somebody else's.
     */
    boolean takeBack(Alarm alarm) {
        boolean rung = !alarm.becomes(Alarm.OVER);
        if (rung || isLeftInterrupted()) {
            synchronized (this) {
                innermost = alarm.enclosing;
                clear();
            }
        } else {
            INNERMOST.lazySet(this, alarm.enclosing); // a round that still sees it finds it over
        }
        return rung;
    }

    /** Whether the thread, which is ours alone, has an interrupt that may be of no known origin: a leftover of the work done on it. */
    private boolean isLeftInterrupted() {
        return origin == Origin.FORKED && thread.isInterrupted();
    }

    /** Clears the thread's flag, on that thread, unless there is another reason for it. */
    private void clear() {
        boolean others = interruptedByOthers && origin == Origin.ADOPTED;
        boolean kept = isInterruptKept();
        interruptedByOthers = interruptedByOthers && kept;
        Thread.interrupted();
        if (kept || others) {
            thread.interrupt();
        }
    }

    private boolean isInterruptKept() {
        if (interrupts > 0) {
            return true;
        }
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
        private final LimitedCall<?> body;
        private final @Nullable Alarm enclosing;
        private volatile int state;

        private Alarm(long deadline, LimitedCall<?> body, @Nullable Alarm enclosing) {
            this.deadline = deadline;
            this.body = body;
            this.enclosing = enclosing;
        }

        private boolean becomes(int end) {
            return STATE.compareAndSet(this, SET, end);
        }
    }
}

package ai.netra.agents.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the threads of a {@link VirtualClock} share: the time, what is due, who works and who waits.
 *
 * <p>Everything is guarded by this object's monitor. A monitor, not a lock, because entering one leaves the interrupt status of a thread alone: so
 * whether a parked thread has been interrupted, and is about to run again, can be read from outside at any time. Nothing blocks inside it.
 * One file, because one monitor guards it all: every step of a wait, a wake and a move of time must be seen together.
 */
final class VirtualTime {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualMode mode;
    private final Map<Thread, Worker> workers = new LinkedHashMap<>();
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private final TreeSet<Due> dues =
            new TreeSet<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::sequence));
    private final List<String> failures = new ArrayList<>();
    private List<Runnable> actions = new ArrayList<>();
    private long now;
    private long sequence;
    private long names;
    private int acting;

    VirtualTime(VirtualMode mode) {
        this.mode = mode;
    }

    synchronized long now() {
        return now;
    }

    synchronized Instant instant() {
        return START.plusNanos(now);
    }

    synchronized long nextName() {
        return ++names;
    }

    /** The task of the calling thread, made known where it is not yet. */
    synchronized Worker adopt(VirtualTask task) {
        return employ(Thread.currentThread(), Origin.ADOPTED, task);
    }

    /** Makes a thread that has not started known, which counts as running from here on. */
    synchronized Worker fork(Thread thread, VirtualTask task) {
        return employ(thread, Origin.FORKED, task);
    }

    private Worker employ(Thread thread, Origin origin, VirtualTask task) {
        Worker worker = workers.computeIfAbsent(thread, unknown -> new Worker(unknown, origin));
        worker.tasks.add(task);
        return worker;
    }

    /** Ends one task of a thread, with the interrupt it was sent; with the last one, the thread is unknown again. */
    synchronized void dismiss(Worker worker, VirtualTask task) {
        worker.tasks.remove(task);
        if (task.isCurrent() && (task.isInterrupted() || worker.isLeftInterrupted())) {
            worker.clear();
        }
        if (worker.tasks.isEmpty()) {
            workers.remove(worker.thread, worker);
        }
        changed();
    }

    /** Runs what must not throw on a thread that has nobody to throw to, and remembers it if it does. */
    void guarded(String what, Runnable body) {
        try {
            body.run();
        } catch (Throwable thrown) {
            failed(what + " threw " + thrown);
        }
    }

    private synchronized void failed(String failure) {
        failures.add(failure);
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Adds what happens, in the monitor and in order, when its time has come. */
    synchronized Due due(Duration delay, Runnable effect) {
        Due due = new Due(after(delay), ++sequence, effect);
        dues.add(due);
        changed();
        return due;
    }

    synchronized void drop(Due due) {
        dues.remove(due);
    }

    /** Runs an action on a thread of its own, after those whose time came before it. */
    synchronized void act(Runnable action) {
        actions.add(action);
    }

    /** Changes something that others may wait for. */
    synchronized void change(Runnable change) {
        change.run();
        changed();
    }

    synchronized <T> T read(Supplier<T> value) {
        return value.get();
    }

    /** Waits until a condition holds, and takes a result while it does. The condition comes before an interrupt. */
    <T> T await(String what, BooleanSupplier condition, Supplier<T> result) throws InterruptedException {
        return await(new Waiter(Thread.currentThread(), what, condition, WaiterKind.ORDINARY), result);
    }

    private <T> T await(Waiter waiter, Supplier<T> result) throws InterruptedException {
        for (; ; ) {
            synchronized (this) {
                if (waiter.isOver()) {
                    return result.get();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for " + waiter.what);
                }
                enlist(waiter);
            }
            while (!waiter.ready && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
            synchronized (this) {
                delist(waiter);
            }
        }
    }

    /** Waits for a time; an interrupt comes before its end. */
    void sleep(Duration duration) throws InterruptedException {
        Due due = due(duration, () -> {});
        try {
            await("sleep until " + START.plusNanos(due.at), () -> now >= due.at, () -> due);
        } finally {
            drop(due);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while asleep");
        }
    }

    /** Waits for a condition or a time, and says whether the condition holds. */
    boolean await(String what, BooleanSupplier condition, Duration timeout) throws InterruptedException {
        Due due = due(timeout, () -> {});
        try {
            return await(
                    what + ", until " + START.plusNanos(due.at),
                    () -> condition.getAsBoolean() || now >= due.at,
                    condition::getAsBoolean);
        } finally {
            drop(due);
        }
    }

    /** Moves time by hand, from one due to the next, letting every task run until it waits before each. */
    void advance(Duration duration) throws InterruptedException {
        long target = read(() -> after(duration));
        do {
            settle();
        } while (stepTo(target));
        settle();
    }

    private void settle() throws InterruptedException {
        await(new Waiter(Thread.currentThread(), "all tasks to wait", this::isIdle, WaiterKind.SETTLING), () -> now);
    }

    private synchronized boolean stepTo(long target) {
        if (!dues.isEmpty() && dues.first().at <= target) {
            step();
            return true;
        }
        now = Math.max(now, target);
        changed();
        return false;
    }

    private void enlist(Waiter waiter) {
        waiter.ready = false;
        waiters.add(waiter);
        Worker worker = workers.get(waiter.thread);
        if (worker != null) {
            worker.waiter = waiter;
        }
        changed();
    }

    private void delist(Waiter waiter) {
        waiters.remove(waiter);
        Worker worker = workers.get(waiter.thread);
        if (worker != null) {
            worker.waiter = null;
        }
    }

    /** After every change: whoever can go on does; where nobody can and time moves by itself, it moves to what is due next. */
    private void changed() {
        startActions();
        ready();
        while (mode == VirtualMode.AUTOMATIC && isIdle() && !dues.isEmpty() && isAwaited()) {
            step();
        }
    }

    private void step() {
        now = Math.max(now, dues.first().at);
        while (!dues.isEmpty() && dues.first().at <= now) {
            Due due = dues.first();
            dues.remove(due);
            due.effect.run();
        }
        startActions();
        ready();
    }

    private void startActions() {
        if (!actions.isEmpty()) {
            List<Runnable> batch = actions;
            actions = new ArrayList<>();
            acting++;
            Thread.ofVirtual().name("virtual-timers").start(() -> {
                batch.forEach(Runnable::run);
                change(() -> acting--);
            });
        }
    }

    private void ready() {
        for (WaiterKind kind : WaiterKind.values()) {
            for (Waiter waiter : waiters) {
                if (waiter.kind == kind && !waiter.ready && waiter.condition.getAsBoolean()) {
                    waiter.ready = true;
                    LockSupport.unpark(waiter.thread);
                }
            }
        }
    }

    /** Whether every task waits, and no timer's action runs. */
    private boolean isIdle() {
        return acting == 0 && workers.values().stream().allMatch(Worker::isBlocked);
    }

    /** Whether anybody at all waits: with nobody to see it, time stands still. */
    private boolean isAwaited() {
        return waiters.stream().anyMatch(waiter -> !waiter.ready);
    }

    private long after(Duration delay) {
        if (delay.isNegative() || delay.isZero()) {
            return now;
        }
        try {
            return Math.addExact(now, delay.toNanos());
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years: further than any test looks
        }
    }

    synchronized List<String> taskNames() {
        return workers.values().stream()
                .flatMap(worker -> worker.tasks.stream())
                .map(VirtualTask::name)
                .toList();
    }

    synchronized String describe() {
        StringBuilder text = new StringBuilder("VirtualClock[" + mode.label() + ", at " + START.plusNanos(now) + ", "
                + workers.size() + " tasks, " + dues.size() + " timers]");
        for (Worker worker : workers.values()) {
            text.append("\n  task ").append(String.join(" > ", worker.names()));
            Waiter waiter = worker.waiter;
            text.append(waiter == null || waiter.ready ? " runs" : " waits for " + waiter.what);
        }
        for (Waiter waiter : waiters) {
            if (!waiter.ready && !workers.containsKey(waiter.thread)) {
                text.append("\n  thread ")
                        .append(waiter.thread.getName())
                        .append(" (not a task) waits for ")
                        .append(waiter.what);
            }
        }
        if (!dues.isEmpty()) {
            text.append("\n  next timer at ").append(START.plusNanos(dues.first().at));
        }
        return text.toString();
    }

    /** Who may be waiting: tasks and others first, then whoever waits for all of those to wait. */
    private enum WaiterKind {
        ORDINARY,
        SETTLING
    }

    /** Whose thread it is, and so who may interrupt it. */
    private enum Origin {
        /** The test's, which may. */
        ADOPTED,
        /** The clock's: nobody else may, and an interrupt of other origin is a leftover of the work done on it. */
        FORKED
    }

    /** Something that happens at a time. */
    record Due(long at, long sequence, Runnable effect) {}

    /** A thread that waits. */
    private static final class Waiter {
        private final Thread thread;
        private final String what;
        private final BooleanSupplier condition;
        private final WaiterKind kind;
        private volatile boolean ready;

        private Waiter(Thread thread, String what, BooleanSupplier condition, WaiterKind kind) {
            this.thread = thread;
            this.what = what;
            this.condition = condition;
            this.kind = kind;
        }

        /** Whether to go on, asked on the waiting thread. Everybody else waited when this one became ready, which itself no longer does. */
        private boolean isOver() {
            return switch (kind) {
                case ORDINARY -> condition.getAsBoolean();
                case SETTLING -> ready;
            };
        }
    }

    /** A thread that is known: the tasks it stands for, one within the other, and the time limits it is under. */
    static final class Worker {
        private final Thread thread;
        private final Deque<VirtualTask> tasks = new ArrayDeque<>(1);
        private final Deque<VirtualTask.Limit> limits = new ArrayDeque<>(1);
        private final Origin origin;
        private @Nullable Waiter waiter;
        private boolean interruptedByOthers; // before it was interrupted here

        private Worker(Thread thread, Origin origin) {
            this.thread = thread;
            this.origin = origin;
        }

        Thread thread() {
            return thread;
        }

        private List<String> names() {
            return tasks.stream().map(VirtualTask::name).toList();
        }

        private boolean isBlocked() {
            return waiter != null && !waiter.ready && !thread.isInterrupted();
        }

        /** Called on the thread itself, which takes nothing that was left on it into the limit. */
        void enter(VirtualTask.Limit limit) {
            if (isLeftInterrupted()) {
                clear();
            }
            limits.addLast(limit);
        }

        /** Interrupts for a reason that is noted meanwhile, remembering an interrupt that was there before and has no known author. */
        void interruptFor(Runnable reason) {
            if (thread.isInterrupted() && !isInterruptKept()) {
                interruptedByOthers = true;
            }
            reason.run();
            thread.interrupt();
        }

        /** Called on the thread itself: takes away the interrupt of a limit that passed, and on a forked thread what the limit's body left. */
        void leave(VirtualTask.Limit limit) {
            limits.removeLastOccurrence(limit);
            if (limit.isPassed() || isLeftInterrupted()) {
                clear();
            }
        }

        /** Whether the thread, which is the clock's alone, has an interrupt that may be of no known origin. */
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

        /** Whether the thread is to stay interrupted: for good, or by a limit that it is still under. */
        private boolean isInterruptKept() {
            return tasks.stream().anyMatch(VirtualTask::isInterrupted)
                    || limits.stream().anyMatch(VirtualTask.Limit::isPassed);
        }
    }
}

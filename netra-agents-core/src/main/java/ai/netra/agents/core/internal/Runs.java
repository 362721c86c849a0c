package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRejectedException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.WhenBusy;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a runtime: those that are open, which execute or wait for their turn in their thread, and those that are over and still known. A run is
 * taken in under one hold of the lock and ended under another; nothing blocks inside, and nobody is called.
 */
final class Runs {
    private final Ceilings ceilings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Run<?>> open = new HashMap<>();
    private final FinishedRuns finished = new FinishedRuns();
    private final Map<ThreadKey, Run<?>> executing = new HashMap<>();
    private final Map<ThreadKey, Deque<Run<?>>> waiting = new HashMap<>();
    private final Map<UserId, Integer> openOfUser = new HashMap<>();
    private final Map<Key, Run<?>> suspended = new HashMap<>(); // those that are nowhere else
    private final Set<Task> working = ConcurrentHashMap.newKeySet();
    private boolean closed;

    Runs(Ceilings ceilings) {
        this.ceilings = ceilings;
    }

    /**
     * How many runs may be open at once.
     *
     * @param all of all users
     * @param perUser of each user
     */
    record Ceilings(int all, int perUser) {
        /** Whether a user reaches theirs before that of all, so that users are to be counted. */
        boolean areOfUsers() {
            return perUser < all;
        }
    }

    /**
     * Takes in a new run. It is the caller's to execute, unless it had to be queued: then {@link #over} returns it when its turn has come.
     *
     * @return the run, or the one that is there already and has its id
     */
    <O> Run<O> claim(Run<O> run) {
        Key key = run.key();
        lock.lock();
        try {
            rejectIfClosed();
            Run<O> known = run.isNamed() ? known(key, run.agent(), run.request()) : null;
            if (known != null) {
                return known;
            }
            checkCapacity(run.user());
            if (open.containsKey(key)) {
                throw taken(key.run);
            }
            if (run.inNamedThread()) {
                line(run);
            }
            count(run.user(), 1);
            open.put(key, run);
            return run;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes in a run that is gone on with; it is queued while its thread is busy.
     *
     * @return the run, or the one that is there already and is gone on with
     */
    Run<?> claimAgain(Run<?> run) {
        lock.lock();
        try {
            rejectIfClosed();
            Run<?> known = open.get(run.key());
            if (known != null) {
                return known;
            }
            checkCapacity(run.user());
            if (run.inNamedThread() && executing.putIfAbsent(ThreadKey.of(run), run) != null) {
                run.queue();
                waiting.computeIfAbsent(ThreadKey.of(run), k -> new ArrayDeque<>())
                        .add(run);
            }
            count(run.user(), 1);
            open.put(run.key(), run);
            suspended.remove(run.key());
            return run;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up a run that was taken in, and of which nothing was done. Without effect on one that has ended: it was cancelled while it waited for its turn.
     *
     * @return the run whose turn it is now
     */
    @Nullable
    Run<?> drop(Run<?> run) {
        lock.lock();
        try {
            if (!open.remove(run.key(), run)) {
                return null;
            }
            count(run.user(), -1);
            return run.inNamedThread() && !withdraw(run) ? next(ThreadKey.of(run)) : null;
        } finally {
            lock.unlock();
        }
    }

    /** How many more runs there may be. */
    int room() {
        lock.lock();
        try {
            return closed ? 0 : Math.max(0, ceilings.all() - open.size());
        } finally {
            lock.unlock();
        }
    }

    /** The run that has a request's id, where there is one. */
    <O> Optional<Run<O>> known(RunId id, Agent<O> agent, RunRequest request) {
        lock.lock();
        try {
            rejectIfClosed();
            return Optional.ofNullable(known(new Key(request.user(), id), agent, request));
        } finally {
            lock.unlock();
        }
    }

    /** Rejects runs where no new ones are taken. */
    void checkOpen() {
        lock.lock();
        try {
            rejectIfClosed();
        } finally {
            lock.unlock();
        }
    }

    private void rejectIfClosed() {
        if (closed) {
            throw new RunRejectedException.RuntimeClosed();
        }
    }

    @SuppressWarnings("unchecked") // the same agent has the same type of output
    private <O> @Nullable Run<O> known(Key key, Agent<O> agent, RunRequest request) {
        Run<?> known = find(key);
        if (known != null && !known.isOf(agent, request)) {
            throw taken(key.run);
        }
        return (Run<O>) known;
    }

    static InvalidDefinitionException taken(RunId id) {
        return new InvalidDefinitionException("run id " + id
                + " is taken by a run of another agent or request; use a new id, or the same agent and request");
    }

    private void checkCapacity(UserId user) {
        if (open.size() >= ceilings.all()) {
            throw new RunRejectedException.AtCapacity(
                    "the runtime", ceilings.all(), "try again later, or raise LocalAgentRuntime.builder().maxRuns(n)");
        }
        if (ceilings.areOfUsers() && openOfUser.getOrDefault(user, 0) >= ceilings.perUser()) {
            throw new RunRejectedException.AtCapacity(
                    "user " + user,
                    ceilings.perUser(),
                    "try again later, or raise LocalAgentRuntime.builder().maxRunsPerUser(n)");
        }
    }

    /** Counts the open runs of a user, where it matters. */
    private void count(UserId user, int change) {
        if (ceilings.areOfUsers()) {
            openOfUser.merge(user, change, (before, by) -> before + by == 0 ? null : before + by);
        }
    }

    /** Gives a run its thread, or a place in the line for it. */
    private void line(Run<?> run) {
        ThreadKey key = ThreadKey.of(run);
        Run<?> busy = executing.putIfAbsent(key, run);
        if (busy == null) {
            return;
        }
        if (run.request().whenBusy() == WhenBusy.REFUSE) {
            throw new RunRejectedException.ThreadBusy(run.thread(), busy.run());
        }
        run.queue();
        waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(run);
    }

    /** Takes a run out of its line, and says whether it was in one. It is still to end. */
    boolean withdraw(Run<?> run) {
        lock.lock();
        try {
            ThreadKey key = ThreadKey.of(run);
            Deque<Run<?>> line = waiting.get(key);
            if (line == null || !line.remove(run)) {
                return false;
            }
            if (line.isEmpty()) {
                waiting.remove(key);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that a run is over.
     *
     * @return the run whose turn it is now, for the caller to execute
     */
    @Nullable
    Run<?> over(Run<?> run) {
        lock.lock();
        try {
            count(run.user(), -1);
            open.remove(run.key());
            if (!run.isSuspended()) {
                finished.add(run, run.journal().length());
            } else if (!run.journal().isKept()) {
                suspended.put(run.key(), run);
            }
            return run.inNamedThread() && !run.isQueued() ? next(ThreadKey.of(run)) : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Run<?> next(ThreadKey key) {
        Deque<Run<?>> line = waiting.isEmpty() ? null : waiting.get(key);
        if (line == null) {
            executing.remove(key);
            return null;
        }
        Run<?> next = line.remove();
        if (line.isEmpty()) {
            waiting.remove(key);
        }
        executing.put(key, next);
        next.dequeue();
        return next;
    }

    /** Does the work of a thread that was forked for a run. */
    void working(Task task, Runnable work) {
        working.add(task);
        try {
            work.run();
        } finally {
            working.remove(task);
        }
    }

    /** The threads that were forked for runs, and are still at work. */
    List<Task> working() {
        return List.copyOf(working);
    }

    Optional<Run<?>> find(UserId user, RunId run) {
        lock.lock();
        try {
            return Optional.ofNullable(find(new Key(user, run)));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Run<?> find(Key key) {
        Run<?> known = open.get(key);
        Run<?> waits = known == null && !suspended.isEmpty() ? suspended.get(key) : known;
        return waits == null ? finished.find(key.user, key.run) : waits;
    }

    /** The runs that are over in a thread, oldest first; not those that were cancelled before their turn. */
    List<Run<?>> over(UserId user, ThreadId thread) {
        lock.lock();
        try {
            List<Run<?>> over = finished.of(user, thread);
            over.removeIf(run -> run.isQueued() || !run.isDone());
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** The runs that are not over. */
    List<Run<?>> open() {
        lock.lock();
        try {
            return List.copyOf(open.values());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets runs that are over, or wait for an answer. */
    void forget(Predicate<Run<?>> which) {
        lock.lock();
        try {
            suspended.values().removeIf(which);
            finished.forget(which);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no new runs from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** What a run is known by. */
    record Key(UserId user, RunId run) {}

    private record ThreadKey(UserId user, ThreadId thread) {
        static ThreadKey of(Run<?> run) {
            return new ThreadKey(run.user(), run.thread());
        }
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The runs of a runtime: those that are not over, and the last 1,000 that are. */
final class Runs {
    private static final int KEPT = 1_000;

    private final Engine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Run<?>> runs = new HashMap<>();
    private final Deque<Key> over = new ArrayDeque<>();
    private boolean closed;

    Runs(Engine engine) {
        this.engine = engine;
    }

    /** A run that was claimed. */
    record Claim<O>(Run<O> run, Origin origin) {
        /** Whether the claimant is the one to execute it. */
        enum Origin {
            /** It is new, and the claimant's to execute. */
            NEW,
            /** It was there already. */
            KNOWN
        }
    }

    /** Claims the run of a request: a new one, or the one that has its id. */
    @SuppressWarnings("unchecked") // the same agent has the same type of output
    <O> Claim<O> claim(Agent<O> agent, RunRequest request) {
        RunId id = request.runId().orElseGet(() -> RunId.of(engine.scheduler().newId()));
        Key key = new Key(request.user(), id);
        lock.lock();
        try {
            if (closed) {
                throw new InvalidDefinitionException("the runtime is closed; start runs before close()");
            }
            Run<?> known = runs.get(key);
            if (known == null) {
                Run<O> run = new Run<>(engine, agent, request, id);
                runs.put(key, run);
                return new Claim<>(run, Claim.Origin.NEW);
            }
            if (!known.isOf(agent, request)) {
                throw new InvalidDefinitionException("run id " + id
                        + " is taken by a run of another agent or request; use a new id, or the same agent and"
                        + " request");
            }
            return new Claim<>((Run<O>) known, Claim.Origin.KNOWN);
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a run is over; the oldest such run is forgotten once there are too many. */
    void over(Run<?> run) {
        lock.lock();
        try {
            over.add(new Key(run.user(), run.run()));
            if (over.size() > KEPT) {
                runs.remove(over.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a run that was refused: nothing of it is kept. */
    void forget(Run<?> run) {
        lock.lock();
        try {
            runs.remove(new Key(run.user(), run.run()));
        } finally {
            lock.unlock();
        }
    }

    Optional<Run<?>> find(UserId user, RunId run) {
        lock.lock();
        try {
            return Optional.ofNullable(runs.get(new Key(user, run)));
        } finally {
            lock.unlock();
        }
    }

    /** Takes no new runs from now on, and gives those that are not over. */
    List<Run<?>> close() {
        lock.lock();
        try {
            closed = true;
            return runs.values().stream()
                    .filter(run -> !run.isDone())
                    .<Run<?>>map(run -> run)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private record Key(UserId user, RunId run) {}
}

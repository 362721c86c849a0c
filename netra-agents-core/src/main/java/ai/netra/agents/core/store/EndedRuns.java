package ai.netra.agents.core.store;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The runs that are over, in the order in which they ended, up to a number. Thread-safe. */
final class EndedRuns {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashSet<MemoryStream> runs = new LinkedHashSet<>();

    EndedRuns(int most) {
        this.most = most;
    }

    /** Adds a run, and gives back the oldest if that is one too many. */
    Optional<MemoryStream> add(MemoryStream run) {
        lock.lock();
        try {
            runs.add(run);
            return runs.size() > most ? Optional.of(runs.removeFirst()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void remove(MemoryStream run) {
        lock.lock();
        try {
            runs.remove(run);
        } finally {
            lock.unlock();
        }
    }
}

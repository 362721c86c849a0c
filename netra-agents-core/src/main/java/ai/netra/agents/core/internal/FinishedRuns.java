package ai.netra.agents.core.internal;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs that are over and still known: the newest 1,000, or fewer where they are so long that what is recorded of them comes to more than 20,000 items.
 * A ring, which a run enters and leaves without a look at it: the oldest has long left every cache. Guarded by the lock of {@link Runs}.
 */
final class FinishedRuns {
    private static final int RUNS = 1_000;
    private static final int ITEMS = 20_000;

    private final @Nullable Run<?>[] runs = new Run<?>[RUNS];
    private final int[] hashes = new int[RUNS]; // of their ids
    private final int[] lengths = new int[RUNS];
    private int next;
    private int count;
    private int items;

    /** Keeps a run of which so many items are recorded, and forgets the oldest ones that are too many then. */
    void add(Run<?> run, int length) {
        if (count == RUNS) {
            forgetOldest();
        }
        runs[next] = run;
        hashes[next] = run.run().hashCode();
        lengths[next] = length;
        next = (next + 1) % RUNS;
        count++;
        items += length;
        while (items > ITEMS && count > 1) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        int oldest = slot(0);
        runs[oldest] = null;
        items -= lengths[oldest];
        count--;
    }

    private int slot(int age) {
        return (next - count + age + RUNS) % RUNS;
    }

    @Nullable
    Run<?> find(UserId user, RunId id) {
        int hash = id.hashCode();
        for (int slot = 0; slot < RUNS; slot++) {
            if (hashes[slot] == hash) {
                Run<?> run = runs[slot];
                if (run != null && run.run().equals(id) && run.user().equals(user)) {
                    return run;
                }
            }
        }
        return null;
    }

    /** Forgets those that are not to be known any more. */
    void forget(Predicate<Run<?>> which) {
        for (int slot = 0; slot < RUNS; slot++) {
            Run<?> run = runs[slot];
            if (run != null && which.test(run)) {
                runs[slot] = null;
            }
        }
    }

    /** Those of a thread, oldest first. */
    List<Run<?>> of(UserId user, ThreadId thread) {
        List<Run<?>> found = new ArrayList<>();
        for (int age = 0; age < count; age++) {
            Run<?> run = runs[slot(age)];
            if (run != null && run.thread().equals(thread) && run.user().equals(user)) {
                found.add(run);
            }
        }
        return found;
    }
}

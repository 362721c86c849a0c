package ai.netra.agents.suite.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the least number of replicas that meets a target, trying several in each pass over the requests. More replicas never make any request wait
 * longer, so the answer lies between a count that misses the target and one that meets it, and each pass narrows that.
 */
final class ReplicaSearch {
    private static final int PER_PASS = 6;
    private static final double[] FIRST_STEPS = {1, 1.25, 1.5, 2, 3, 5};
    private static final double[] NEXT_STEPS = {1.5, 2, 4, 8, 16, 32};

    private final int most;
    private int missed;
    private @Nullable ReplicaSimulation met;
    private boolean begun;

    /** A search that begins at the least count that keeps up. */
    ReplicaSearch(int keepsUp, int most) {
        this.missed = keepsUp - 1;
        this.most = most;
    }

    boolean done() {
        return met == null ? missed >= most : met.replicas() == missed + 1;
    }

    /** The counts to try in the next pass; none if done. */
    List<Integer> candidates() {
        SortedSet<Integer> candidates = new TreeSet<>();
        if (met != null) {
            long gap = (long) met.replicas() - missed;
            for (int i = 1; i <= PER_PASS; i++) {
                candidates.add(missed + (int) Math.max(1, gap * i / (PER_PASS + 1)));
            }
            candidates.remove(met.replicas());
        } else if (!done()) {
            int base = begun ? missed : missed + 1;
            for (double step : begun ? NEXT_STEPS : FIRST_STEPS) {
                candidates.add((int) Math.min(most, Math.max(missed + 1, Math.ceil(base * step))));
            }
        }
        return new ArrayList<>(candidates);
    }

    /** Takes in what a pass found, fewest replicas first. */
    void learn(List<ReplicaSimulation> tried) {
        begun = true;
        for (ReplicaSimulation simulation : tried) {
            if (simulation.meetsTarget()) {
                met = simulation;
                return;
            }
            missed = simulation.replicas();
        }
    }

    /** The best count found; the least one once done. */
    Optional<ReplicaSimulation> met() {
        return Optional.ofNullable(met);
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationId;
import ai.netra.agents.spi.Task;

/**
 * Where an activation takes place.
 *
 * @param run the run
 * @param id the activation's id in its scope
 * @param path its path from the run's own agent
 * @param depth how many orchestrators and calls it stands below, itself included where it is one
 * @param deadline when it is over at the latest, by the scheduler's {@code nanoTime}
 * @param node its place in the tree of cancellation
 * @param task the thread that works for it
 */
record Site(Run<?> run, ActivationId id, String path, int depth, long deadline, CancelNode node, Task task) {
    /** The time left, in nanoseconds; zero or less if none is. */
    long remaining() {
        return deadline - run.engine().nanoTime();
    }
}

package ai.netra.agents;

import java.time.Duration;
import java.time.InstantSource;

/** The time of a run: the system's, or a test's. Agents that tell time or wait by it are testable without waiting. Thread-safe. */
public interface AgentClock extends InstantSource {
    /**
     * Waits.
     *
     * @throws InterruptedException if the run is cancelled or a deadline passes meanwhile
     */
    void sleep(Duration duration) throws InterruptedException;
}

package ai.netra.agents.event;

/**
 * Hears what happens in runs. Implement me.
 *
 * <p>Called on the run's threads, one event of a run at a time and in order, so it should be brief: a slow listener slows its run. What it throws is
 * counted and logged, and breaks nothing. Runs call concurrently.
 */
@FunctionalInterface
public interface AgentEventListener {
    /** Hears one event. */
    void onEvent(AgentEvent event);
}

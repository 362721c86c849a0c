package ai.netra.agents.event;

/**
 * Hears what happens in runs. Implement me.
 *
 * <p>Registered with a runtime it is called on the runs' threads, one event of a run at a time and in order, so it should be brief: a slow listener slows
 * its run. Runs call concurrently. Subscribed to one run, by {@link ai.netra.agents.RunHandle#events}, it is called on a thread of its own, and may take
 * its time. What it throws is counted and logged, and breaks nothing.
 */
@FunctionalInterface
public interface AgentEventListener {
    /** Hears one event. */
    void onEvent(AgentEvent event);
}

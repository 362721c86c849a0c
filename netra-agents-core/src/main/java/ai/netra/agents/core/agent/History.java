package ai.netra.agents.core.agent;

/** How much of a conversation an {@link LlmAgent} shows its model. */
public enum History {
    /** Nothing: each run stands for itself. */
    NONE,
    /** What {@link ai.netra.agents.AgentContext#history()} gives: the thread's window. */
    THREAD
}

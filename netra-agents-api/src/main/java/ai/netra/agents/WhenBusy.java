package ai.netra.agents;

/** What becomes of a request whose thread is busy: one run executes in a thread at a time. */
public enum WhenBusy {
    /** It is rejected with {@link RunRejectedException.ThreadBusy}. */
    REFUSE,
    /**
     * It waits for its turn: behind the run that is executing, and those that came to wait before. Its time and its duration begin with its turn;
     * waiting takes no thread. It counts among the runs that there may be at once, and can be cancelled.
     *
     * <p>Not for an agent that asks for a run in its own thread and waits for it: that would be waiting for itself, until its time is over. It calls
     * agents with {@link AgentContext#call}.
     */
    QUEUE
}

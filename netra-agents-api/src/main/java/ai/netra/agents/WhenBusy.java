package ai.netra.agents;

/** What becomes of a request whose thread is busy: one run executes in a thread at a time. */
public enum WhenBusy {
    /** It is rejected with {@link RunRejectedException.ThreadBusy}. */
    REFUSE,
    /** It waits for its turn: behind the run that is executing, and those that came to wait before. */
    QUEUE
}

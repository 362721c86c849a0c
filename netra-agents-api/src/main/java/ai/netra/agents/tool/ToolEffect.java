package ai.netra.agents.tool;

/** What calling a tool does to the world, and so whether it may be called again when it is not known how the call ended. */
public enum ToolEffect {
    /** It only reads. */
    READ,
    /** Calling it again with the same arguments changes nothing more. */
    IDEMPOTENT,
    /**
     * Each call acts, and a second one with the same {@link ToolContext#idempotencyKey()} does not. So it is called again where it is not known how a call
     * ended; an attempt that made one is not retried, since another attempt may ask for something else.
     */
    KEYED,
    /** Each call acts. An attempt that made one is not retried. The default, since it is the safe one. */
    ONCE;

    /** Whether an attempt that had it is not retried. */
    public boolean isLasting() {
        return this == ONCE || this == KEYED;
    }
}

package ai.netra.agents.tool;

/** What calling a tool does to the world, and so whether it may be called again when it is not known how the call ended. */
public enum ToolEffect {
    /** It only reads. */
    READ,
    /** Calling it again with the same arguments changes nothing more. */
    IDEMPOTENT,
    /** Each call acts. An attempt that made one is not retried. The default, since it is the safe one. */
    ONCE
}

package ai.netra.agents.tool;

/**
 * Keeps what was decided of calls of tools, and how they ended. Implement me.
 *
 * <p>What is decided is recorded before it takes place: a call is made when {@link #record} has returned, and not when it throws. An event may be recorded
 * twice where a process died in between; none is left out. Thread-safe.
 */
@FunctionalInterface
public interface ToolAudit {
    /**
     * Keeps an event, for good when it returns.
     *
     * @throws RuntimeException if that failed: then nothing is called, or, of an end, the result is withheld
     */
    void record(ToolAuditEvent event);
}

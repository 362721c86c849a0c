package ai.netra.agents.tool;

/**
 * Decides which calls of tools are made. Implement me, or make one of the tools module's rules.
 *
 * <p>It is asked after the grant and the schema, before each call, and again when the run goes on after an answer or a crash. It cannot grant anything: it
 * only restricts. One that throws, or returns null, denies. Thread-safe; fast, as the agent waits.
 */
@FunctionalInterface
public interface ToolPolicy {
    /** What is to become of a call. */
    ToolVerdict decide(GuardedCall request);

    /** This policy and another: of their verdicts the most restrictive holds. Both are asked. */
    default ToolPolicy and(ToolPolicy other) {
        return request -> decide(request).and(other.decide(request));
    }
}

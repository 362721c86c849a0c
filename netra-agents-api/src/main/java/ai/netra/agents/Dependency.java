package ai.netra.agents;

/**
 * What an agent reads: the output of another agent, by key.
 *
 * @param key the agent whose output is read
 * @param need whether the reader can run without that output
 * @param <O> the type of the output
 */
public record Dependency<O>(AgentKey<O> key, Need need) {
    /** Whether a reader can run without what it reads. */
    public enum Need {
        /** Without the output the reader is not started. */
        REQUIRED,
        /** The reader waits for the agent if it takes part, and runs with or without its output. */
        OPTIONAL
    }

    /** The reader is started only once this output is there. */
    public static <O> Dependency<O> required(AgentKey<O> key) {
        return new Dependency<>(key, Need.REQUIRED);
    }

    /** The reader runs with or without this output. */
    public static <O> Dependency<O> optional(AgentKey<O> key) {
        return new Dependency<>(key, Need.OPTIONAL);
    }

    /** Whether the reader cannot run without this output. */
    public boolean isRequired() {
        return need == Need.REQUIRED;
    }
}

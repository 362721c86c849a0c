package ai.netra.agents;

/**
 * Ends an agent's work while an answer is awaited, so that no thread is held: thrown by {@link AgentContext#await}, and by a call of another agent that
 * awaits one. An error, which {@code catch (Exception)} lets pass; an agent that stops it all the same fails. Not for implementation.
 */
public abstract class Suspension extends Error {
    private static final long serialVersionUID = 1L;

    /** Without a stack: it is no mistake. */
    protected Suspension() {
        super("suspended until there is an answer; let it pass", null, false, false);
    }
}

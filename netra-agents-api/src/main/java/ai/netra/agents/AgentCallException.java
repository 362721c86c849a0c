package ai.netra.agents;

import org.jspecify.annotations.Nullable;

/** A call of another agent, by {@link AgentContext#call}, that gave no output. Uncaught, it fails the caller with the same kind of failure. */
public final class AgentCallException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String agent;
    private final transient Outcome<?> outcome;

    /** With the agent called, its outcome, and the live exception behind it where there is one. */
    public AgentCallException(String agent, Outcome<?> outcome, @Nullable Throwable cause) {
        super(
                "agent " + agent + " gave no output: "
                        + outcome.failure().map(Failure::toString).orElse(outcome.label()),
                cause);
        this.agent = agent;
        this.outcome = outcome;
    }

    /** The name of the agent called. */
    public String agent() {
        return agent;
    }

    /** How the call ended. */
    public Outcome<?> outcome() {
        return outcome;
    }
}

package ai.netra.agents;

import java.util.Objects;
import java.util.Optional;

/**
 * What an agent gives that may hand the conversation to another one: the agent that goes on, or the output.
 *
 * @param <O> the type of the output that the conversation ends with
 */
public sealed interface Handoff<O> {
    /**
     * Another agent goes on.
     *
     * @param agent the agent's name
     * @param message what it is asked; the run's own message where there is none
     * @param <O> the type of the output that the conversation ends with
     */
    record To<O>(String agent, Optional<String> message) implements Handoff<O> {
        /** Refuses nulls. */
        public To {
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * The conversation is over.
     *
     * @param output the output
     * @param <O> the type of the output
     */
    record Done<O>(O output) implements Handoff<O> {
        /** Refuses nulls. */
        public Done {
            Objects.requireNonNull(output, "output");
        }
    }

    /** Another agent goes on, with the run's own message. */
    static <O> Handoff<O> to(AgentKey<?> agent) {
        return new To<>(agent.name(), Optional.empty());
    }

    /** Another agent goes on, with a message of its own. */
    static <O> Handoff<O> to(AgentKey<?> agent, String message) {
        return new To<>(agent.name(), Optional.of(message));
    }

    /** The conversation is over. */
    static <O> Handoff<O> done(O output) {
        return new Done<>(output);
    }
}

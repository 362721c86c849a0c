package ai.netra.agents;

import java.util.Objects;
import java.util.Optional;

/**
 * What a router, an agent that a supervisor asks again and again, wants done next. Its supervisor checks it: a call of an agent that there is not, or
 * that cannot begin yet, goes back to the router as {@link RouterTurn#feedback}.
 */
public sealed interface RouterDecision {
    /**
     * Call an agent.
     *
     * @param agent the agent's name
     * @param message what to ask of it; the run's own message where there is none
     */
    record Call(String agent, Optional<String> message) implements RouterDecision {
        /** Refuses nulls. */
        public Call {
            Objects.requireNonNull(agent, "agent");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * Done: all that is needed is there.
     *
     * @param message the router's own answer, where it has one; what becomes of it is the supervisor's matter
     */
    record Finish(Optional<String> message) implements RouterDecision {
        /** Refuses nulls. */
        public Finish {
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * It cannot be done; the supervisor fails.
     *
     * @param message why
     */
    record GiveUp(String message) implements RouterDecision {
        /** Refuses nulls. */
        public GiveUp {
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * There was an answer, of a model say, that is none of the others. The supervisor hands it back as feedback.
     *
     * @param message what is wrong with it, and how to do better
     */
    record Unreadable(String message) implements RouterDecision {
        /** Refuses nulls. */
        public Unreadable {
            Objects.requireNonNull(message, "message");
        }
    }

    /** Call an agent with the run's own message. */
    static RouterDecision call(AgentKey<?> agent) {
        return new Call(agent.name(), Optional.empty());
    }

    /** Call an agent with a message of its own. */
    static RouterDecision call(AgentKey<?> agent, String message) {
        return new Call(agent.name(), Optional.of(message));
    }

    /** Done. */
    static RouterDecision finish() {
        return new Finish(Optional.empty());
    }

    /** Done, with an answer of the router's own. */
    static RouterDecision finish(String message) {
        return new Finish(Optional.of(message));
    }

    /** It cannot be done. */
    static RouterDecision giveUp(String reason) {
        return new GiveUp(reason);
    }
}

package ai.netra.agents;

import java.util.List;
import java.util.Optional;

/**
 * What a supervisor tells its router, as {@link AgentInput#previous()}: what has happened so far, and what was wrong with the router's last answer.
 *
 * @param earlier how many steps came before those listed here
 * @param steps the newest steps, oldest first
 * @param feedback why the router's last answer was not carried out, where it was not
 */
public record RouterTurn(int earlier, List<Step> steps, Optional<String> feedback) {
    /** Copies the list. */
    public RouterTurn {
        steps = List.copyOf(steps);
    }

    /**
     * An agent that was called and has ended.
     *
     * @param agent the agent's name
     * @param message what it was asked, where that was not the run's own message
     * @param outcome how it ended
     */
    public record Step(String agent, Optional<String> message, Outcome<?> outcome) {}
}

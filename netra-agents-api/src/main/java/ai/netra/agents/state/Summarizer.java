package ai.netra.agents.state;

import java.util.List;
import java.util.Optional;

/**
 * Makes what was said early in a conversation short. Implement me, with a model for instance. Called by one run of a conversation at a time, when that run
 * ends, and given 30 seconds; where it throws, or takes longer, there is no new summary yet, and the run's end is the same.
 */
@FunctionalInterface
public interface Summarizer {
    /**
     * A summary in the place of the one before.
     *
     * @param previous the summary of all that was said before these messages; empty where there was nothing
     * @param messages what is to be summarized now, oldest first
     */
    String summarize(Optional<String> previous, List<ConversationMessage> messages) throws Exception;
}

package ai.netra.agents.event;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;

/**
 * Where and when an event happened: what every event has.
 *
 * @param user who the run is for
 * @param thread the conversation
 * @param run the run
 * @param agent the name of the agent; for events of the run itself, that of the run's own
 * @param path the activation's path from the run's own agent, such as {@code flow/review~2}
 * @param position where the event stands in the run
 * @param timestamp when it happened
 */
public record EventSource(
        UserId user,
        ThreadId thread,
        RunId run,
        String agent,
        String path,
        EventPosition position,
        Instant timestamp) {}

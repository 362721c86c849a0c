package ai.netra.agents.tool;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;

/** On whose behalf and until when a tool works. Not for implementation, though tests may mock it. Valid during the call only. */
public interface ToolContext {
    /** The agent that calls. */
    String agent();

    /** The user the run is for: what the tool does, it does with this user's rights. */
    UserId user();

    /** The conversation the run belongs to. */
    ThreadId thread();

    /** The run. */
    RunId run();

    /** The run's clock. */
    AgentClock clock();

    /** When the call is interrupted, at the latest. */
    Instant deadline();

    /** Whether the call should stop. */
    Cancellation cancellation();

    /**
     * What stands for this call whenever it is made: the same when the run goes on in another process, and another for each other call or arguments. For
     * systems that take something once for a key, which makes the tool {@link ToolEffect#KEYED}.
     */
    String idempotencyKey();
}

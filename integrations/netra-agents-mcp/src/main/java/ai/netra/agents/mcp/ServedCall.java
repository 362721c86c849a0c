package ai.netra.agents.mcp;

import ai.netra.agents.UserId;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A call by a client, as what is served sees it.
 *
 * @param user who calls
 * @param session the client's session
 * @param argumentsJson the arguments, untrusted
 * @param task the calling thread
 * @param scheduler where the thread is from
 * @param limit how long the call may take
 * @param progress tells the client, where it wants to hear, that something has happened
 */
record ServedCall(
        UserId user,
        String session,
        String argumentsJson,
        Task task,
        Scheduler scheduler,
        Duration limit,
        Consumer<String> progress) {}

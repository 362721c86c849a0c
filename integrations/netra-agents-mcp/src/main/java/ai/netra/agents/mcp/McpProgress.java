package ai.netra.agents.mcp;

import ai.netra.agents.RunId;
import ai.netra.agents.UserId;
import java.util.OptionalDouble;

/**
 * How far a call of a tool has come, as its server says: told to the host by {@link McpToolClient.Builder#onProgress}, and to nobody else, since what a server
 * writes is not the model's to read unasked.
 *
 * @param server the server's name
 * @param tool the tool, by our name
 * @param agent the agent that calls
 * @param user the user the run is for
 * @param run the run
 * @param progress how much is done; grows from one to the next
 * @param total how much there is to do, where that is known
 * @param message what the server says of it, in one line of at most 500 characters; may be empty
 */
public record McpProgress(
        String server,
        String tool,
        String agent,
        UserId user,
        RunId run,
        double progress,
        OptionalDouble total,
        String message) {}

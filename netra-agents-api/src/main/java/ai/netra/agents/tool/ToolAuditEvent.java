package ai.netra.agents.tool;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;

/**
 * What was decided of a call of a tool, or how it ended. Never holds arguments or results.
 *
 * @param at when
 * @param kind what happened
 * @param user the user the run is for
 * @param thread the conversation the run belongs to
 * @param run the run
 * @param agent who called
 * @param tool the tool's name, as it was called
 * @param argumentsSha256 SHA-256 of the arguments' canonical JSON, in hexadecimal; empty where they are no JSON
 * @param call stands for the call, the same in all its events
 * @param detail why, who answered what, or how it ended
 */
public record ToolAuditEvent(
        Instant at,
        Kind kind,
        UserId user,
        ThreadId thread,
        RunId run,
        String agent,
        String tool,
        String argumentsSha256,
        String call,
        String detail) {
    /** What can happen to a call. */
    public enum Kind {
        /** It is about to be made. */
        ALLOWED,
        /** It is not made. */
        DENIED,
        /** People are asked. */
        ASKED,
        /** They answered, or it was too late. */
        ANSWERED,
        /** It was made, and ended. */
        ENDED
    }
}

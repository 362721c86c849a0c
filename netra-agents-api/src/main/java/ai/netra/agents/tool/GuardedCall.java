package ai.netra.agents.tool;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;

/**
 * A call of a tool that is about to be made, unless somebody objects: of a tool that is granted to the agent, with arguments that fit its schema.
 *
 * @param agent who calls
 * @param user the user the run is for
 * @param thread the conversation the run belongs to
 * @param run the run
 * @param tool the tool
 * @param arguments the arguments, written by a model mostly
 * @param taint whether content from outside has entered the run
 * @param key stands for this call: the same when it is decided on again, after an answer or a crash
 * @param at the time, on the run's clock
 */
public record GuardedCall(
        String agent,
        UserId user,
        ThreadId thread,
        RunId run,
        ToolSpec tool,
        ToolArguments arguments,
        Taint taint,
        String key,
        Instant at) {
    /** Whether content from outside has entered a run: what an {@link ToolLabel#UNTRUSTED} tool returned, to any agent of it or of runs before it. */
    public enum Taint {
        /** None has. */
        CLEAN,
        /** Some has. */
        TAINTED
    }

    /** Whose call of what; nothing of the arguments. */
    @Override
    public String toString() {
        return "GuardedCall[" + tool.name() + " by " + agent + " in run " + run + "]";
    }
}

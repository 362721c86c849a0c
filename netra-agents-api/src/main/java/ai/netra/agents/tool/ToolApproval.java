package ai.netra.agents.tool;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * Has people allow each call of a tool before it is made. What they allow is this call: of this tool, with these arguments, for this user's run. While they
 * are asked the run is suspended. Who is refused, or not answered in time, gets an error of kind {@link ToolErrorKind#DENIED}.
 *
 * @param validFor for how long the call may be allowed, and then made, from when it was asked for
 * @param by who may allow it; the run's own user by default
 */
public record ToolApproval(Duration validFor, Optional<UserId> by) {
    /** Refuses a time that is not positive. */
    public ToolApproval {
        if (validFor.isZero() || validFor.isNegative()) {
            throw new InvalidDefinitionException("an approval is valid for " + validFor + "; use a positive time");
        }
    }

    /** By the run's own user. */
    public static ToolApproval validFor(Duration time) {
        return new ToolApproval(time, Optional.empty());
    }

    /** By another user. */
    public ToolApproval by(UserId approver) {
        return new ToolApproval(validFor, Optional.of(approver));
    }
}

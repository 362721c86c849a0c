package ai.netra.agents.tool;

import ai.netra.agents.UserId;
import java.util.Objects;
import java.util.Optional;

/** What is decided of a call of a tool. Of several the most restrictive holds: {@link Deny} before {@link Ask} before {@link Allow}. */
public sealed interface ToolVerdict {
    /** The call is made, if nobody else objects. */
    record Allow() implements ToolVerdict {}

    /**
     * The call is not made.
     *
     * @param reason why, for the model and the audit log: nothing secret
     */
    record Deny(String reason) implements ToolVerdict {}

    /**
     * People are asked first.
     *
     * @param approval who, and for how long
     * @param reason why, for who is asked
     */
    record Ask(ToolApproval approval, String reason) implements ToolVerdict {}

    /** {@link Allow}. */
    static ToolVerdict allow() {
        return new Allow();
    }

    /** {@link Deny}. */
    static ToolVerdict deny(String reason) {
        return new Deny(reason);
    }

    /** {@link Ask}. */
    static ToolVerdict ask(ToolApproval approval, String reason) {
        return new Ask(approval, reason);
    }

    /**
     * The most restrictive of both; of two that ask, one that asks for both reasons and the shorter time. Where they ask different people the call is denied,
     * as one question has one who answers.
     */
    default ToolVerdict and(ToolVerdict other) {
        Objects.requireNonNull(other, "verdict"); // of a policy, which is foreign code
        if (this instanceof Deny || other instanceof Allow) {
            return this;
        }
        if (other instanceof Deny || this instanceof Allow) {
            return other;
        }
        Ask one = (Ask) this;
        Ask two = (Ask) other;
        Optional<UserId> by = one.approval().by().or(() -> two.approval().by());
        if (two.approval().by().isPresent() && !two.approval().by().equals(by)) {
            return deny("two different people would have to allow it");
        }
        boolean first = one.approval().validFor().compareTo(two.approval().validFor()) <= 0;
        return ask(
                new ToolApproval((first ? one : two).approval().validFor(), by),
                one.reason().equals(two.reason()) ? one.reason() : one.reason() + "; " + two.reason());
    }
}

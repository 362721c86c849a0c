package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tool.ToolVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A policy made of rules, all of which are asked: the most restrictive verdict holds, so that their order does not matter and none undoes another.
 *
 * <pre>{@code
 * record Refund(String order, int cents) {}
 * ToolPolicy policy = ToolRules.builder()
 *         .allowOnly("refund", Refund.class, (refund, call) -> refund.cents() <= 50_000, "no refunds over 500")
 *         .ask("refund", call -> call.arguments().as(Refund.class).cents() > 10_000, ToolApproval.validFor(Duration.ofHours(4)).by(boss), "over 100")
 *         .rate("search", 10, Duration.ofMinutes(1))
 *         .quota("refund", 3, Duration.ofDays(1))
 *         .build();
 * }</pre>
 *
 * <p>Rates and quotas are counted in this process and forgotten with it: where there are several, each counts its own. A call counts when it is first decided on,
 * whatever becomes of it. Thread-safe, if the conditions are.
 */
public final class ToolRules implements ToolPolicy {
    private final List<ToolPolicy> rules;

    private ToolRules(List<ToolPolicy> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Builds rules; without any, everything is allowed. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ToolVerdict decide(GuardedCall call) {
        ToolVerdict verdict = ToolVerdict.allow();
        for (ToolPolicy rule : rules) {
            verdict = verdict.and(rule.decide(call));
        }
        return verdict;
    }

    /**
     * A condition on arguments as a record, and the rest of a call.
     *
     * @param <A> the record
     */
    @FunctionalInterface
    public interface Condition<A> {
        /** Whether it is so. One that throws denies the call. */
        boolean test(A arguments, GuardedCall call);
    }

    /** Builds {@link ToolRules}. */
    public static final class Builder {
        private final List<ToolPolicy> rules = new ArrayList<>();

        private Builder() {}

        /** Adds a rule of any kind, asked about every call. */
        public Builder rule(ToolPolicy rule) {
            rules.add(rule);
            return this;
        }

        private Builder on(String tool, Predicate<? super GuardedCall> when, ToolVerdict verdict) {
            return rule(call -> call.tool().name().equals(tool) && when.test(call) ? verdict : ToolVerdict.allow());
        }

        /** Denies calls of a tool where this is so. */
        public Builder deny(String tool, Predicate<? super GuardedCall> when, String reason) {
            return on(tool, when, ToolVerdict.deny(reason));
        }

        /** Denies calls of a tool unless this is so of their arguments, as a record. */
        public <A extends Record> Builder allowOnly(
                String tool, Class<A> arguments, Condition<? super A> when, String reason) {
            return deny(tool, call -> !when.test(call.arguments().as(arguments), call), reason);
        }

        /** Has people asked about calls of a tool where this is so. */
        public Builder ask(String tool, Predicate<? super GuardedCall> when, ToolApproval approval, String reason) {
            return on(tool, when, ToolVerdict.ask(approval, reason));
        }

        /**
         * Denies calls of a tool that are more than so many within a time, on the runs' clock, by all users together.
         *
         * @throws InvalidDefinitionException if the number or the time is not positive
         */
        public Builder rate(String tool, int calls, Duration window) {
            CallWindow<String> counted = new CallWindow<>(checked("rate", tool, calls), checked("rate", tool, window));
            return rule(call -> !call.tool().name().equals(tool) || counted.admits("", call)
                    ? ToolVerdict.allow()
                    : ToolVerdict.deny("tool '" + tool + "' is called " + calls + " times in " + window + " at most"));
        }

        /**
         * Denies calls of a tool that are more than so many within a time, on the runs' clock, for one user.
         *
         * @throws InvalidDefinitionException if the number or the time is not positive
         */
        public Builder quota(String tool, int calls, Duration window) {
            CallWindow<UserId> counted =
                    new CallWindow<>(checked("quota", tool, calls), checked("quota", tool, window));
            return rule(call -> !call.tool().name().equals(tool) || counted.admits(call.user(), call)
                    ? ToolVerdict.allow()
                    : ToolVerdict.deny("tool '" + tool + "' is called " + calls + " times in " + window
                            + " for one user at most"));
        }

        private static int checked(String what, String tool, int calls) {
            if (calls < 1) {
                throw new InvalidDefinitionException(
                        what + " of tool '" + tool + "' is " + calls + " calls; use 1 or more, or do not grant it");
            }
            return calls;
        }

        private static Duration checked(String what, String tool, Duration window) {
            if (window.isZero() || window.isNegative()) {
                throw new InvalidDefinitionException(
                        what + " of tool '" + tool + "' is per " + window + "; use a positive time");
            }
            return window;
        }

        /** The policy. */
        public ToolRules build() {
            return new ToolRules(rules);
        }
    }
}

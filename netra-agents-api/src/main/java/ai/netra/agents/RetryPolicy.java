package ai.netra.agents;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * When and how often a failed activation is tried again. Every attempt is bounded: by {@link #attempts}, by the activation's deadline, and by the run's
 * limits, of which each further attempt spends an activation.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>what</th><th>default</th></tr>
 * <tr><td>attempts, the first included</td><td>3</td></tr>
 * <tr><td>delay before the second attempt</td><td>1 second, doubling</td></tr>
 * <tr><td>longest delay</td><td>16 seconds</td></tr>
 * <tr><td>jitter</td><td>20 %: each delay is drawn evenly from 0.8 to 1.2 times its length</td></tr>
 * <tr><td>retried</td><td>failures that say so ({@link Failure#retryable}), and no others</td></tr>
 * </table>
 *
 * <p>Where a provider says when to come back ({@code retry-after}), the delay is at least that long. A delay that would outlast the deadline is not
 * waited for: the failure stands at once. Cancellation, limits and refusals are never retried, nor is an attempt that called a tool which may act only
 * once ({@link ai.netra.agents.tool.ToolEffect#ONCE}).
 *
 * <p>Immutable; each method returns a changed copy.
 */
public final class RetryPolicy {
    private static final Set<FailureKind> NEVER = Set.of(
            FailureKind.CANCELLED,
            FailureKind.LIMIT_EXCEEDED,
            FailureKind.REFUSED,
            FailureKind.DIVERGED,
            FailureKind.ENGINE_ERROR);
    private static final RetryPolicy DEFAULTS =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(16), 0.2, Set.of());

    private final int attempts;
    private final Duration delay;
    private final Duration maxDelay;
    private final double jitter;
    private final Set<FailureKind> kinds;

    private RetryPolicy(int attempts, Duration delay, Duration maxDelay, double jitter, Set<FailureKind> kinds) {
        this.attempts = attempts;
        this.delay = delay;
        this.maxDelay = maxDelay;
        this.jitter = jitter;
        this.kinds = kinds;
    }

    /** The defaults of the table above. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * With this many attempts, the first included.
     *
     * @throws InvalidDefinitionException if the number is below 1
     */
    public RetryPolicy attempts(int newAttempts) {
        if (newAttempts < 1) {
            throw new InvalidDefinitionException(
                    "retry attempts are " + newAttempts + "; use 1 (no retry) or more, the first attempt included");
        }
        return new RetryPolicy(newAttempts, delay, maxDelay, jitter, kinds);
    }

    /**
     * With this delay before the second attempt, doubling up to the longest.
     *
     * @throws InvalidDefinitionException if the first delay is zero, negative or longer than the longest
     */
    public RetryPolicy delay(Duration first, Duration longest) {
        if (Limits.positive("retry delay", first).compareTo(longest) > 0) {
            throw new InvalidDefinitionException("retry delay " + first + " is longer than the longest delay " + longest
                    + "; pass the first delay, then the longest");
        }
        return new RetryPolicy(attempts, first, longest, jitter, kinds);
    }

    /**
     * With each delay drawn evenly from this part below to this part above its length: 0 for none.
     *
     * @throws InvalidDefinitionException if the part is not from 0 to 1
     */
    public RetryPolicy jitter(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new InvalidDefinitionException("retry jitter is " + part + "; use a part from 0 to 1, such as 0.2");
        }
        return new RetryPolicy(attempts, delay, maxDelay, part, kinds);
    }

    /**
     * With failures of these kinds retried as well, whether or not they say that it helps: {@link FailureKind#AGENT_ERROR} for an agent that throws
     * what is worth a second try.
     *
     * @throws InvalidDefinitionException if a kind is one that is never retried
     */
    public RetryPolicy on(FailureKind first, FailureKind... others) {
        EnumSet<FailureKind> all = EnumSet.of(first, others);
        for (FailureKind kind : all) {
            if (NEVER.contains(kind)) {
                throw new InvalidDefinitionException("failures of kind " + kind.label()
                        + " are never retried; leave them out of RetryPolicy.on(...)");
            }
        }
        return new RetryPolicy(attempts, delay, maxDelay, jitter, Set.copyOf(all));
    }

    /** How often an activation is tried, the first time included. */
    public int attempts() {
        return attempts;
    }

    /** Whether a failure is worth another attempt, as far as this policy goes. */
    public boolean covers(Failure failure) {
        return !NEVER.contains(failure.kind()) && (failure.retryable() || kinds.contains(failure.kind()));
    }

    /**
     * The delay after a failed attempt, 292 years at most.
     *
     * @param attempt the attempt that failed, from 1
     * @param random drawn evenly from 0 to 1
     */
    public Duration delayAfter(int attempt, double random) {
        double nanos = Math.min(nanos(maxDelay), nanos(delay) * Math.pow(2, attempt - 1));
        return Duration.ofNanos((long) (nanos * (1 + jitter * (2 * random - 1))));
    }

    /** Of any duration: {@link Duration#toNanos()} ends after 292 years. */
    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }

    /** All values, for messages. */
    @Override
    public String toString() {
        return "RetryPolicy[" + attempts + " attempts, " + delay + " to " + maxDelay + ", jitter " + jitter
                + (kinds.isEmpty() ? "" : ", also on " + kinds) + "]";
    }
}

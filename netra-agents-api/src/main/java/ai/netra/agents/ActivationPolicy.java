package ai.netra.agents;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does around an agent's work, wherever that agent is activated. Attached by {@link Agent#with}:
 *
 * <pre>{@code
 * Agent<Draft> patient = draft.with(policy -> policy
 *         .timeout(Duration.ofSeconds(90))
 *         .retry(RetryPolicy.defaults())
 *         .fallback(shortDraft));
 * }</pre>
 *
 * <p>Always in this order, whatever the order of the calls:
 *
 * <pre>
 *  limits ─▶ deadline ─▶ fallback ─▶ retry ─▶ cache ─▶ agent
 *    │          │            │          │        └─ an output is there: nothing else is spent
 *    │          │            │          └─ an attempt failed: wait, and try again
 *    │          │            └─ no attempt is left: another agent, and the outcome is degraded
 *    │          └─ one point in time for all of this; whatever is inside can only shorten it
 *    └─ counted before anything is spent
 * </pre>
 *
 * <p>Without a policy an agent is tried once, within the limits' {@link Limits#activationTime}. Breakers and rate limits are no part of this: they belong
 * to the {@link ai.netra.agents.llm.LlmClient}, since they are about a provider. Immutable; each method returns a changed copy.
 *
 * @param <O> the type of the agent's output
 */
public final class ActivationPolicy<O> {
    private static final ActivationPolicy<Object> NONE = new ActivationPolicy<>(null, null, null, null, null);

    private final @Nullable Duration timeout;
    private final @Nullable Duration attemptTimeout;
    private final @Nullable Agent<O> fallback;
    private final @Nullable RetryPolicy retry;
    private final @Nullable CachePolicy cache;

    private ActivationPolicy(
            @Nullable Duration timeout,
            @Nullable Duration attemptTimeout,
            @Nullable Agent<O> fallback,
            @Nullable RetryPolicy retry,
            @Nullable CachePolicy cache) {
        this.timeout = timeout;
        this.attemptTimeout = attemptTimeout;
        this.fallback = fallback;
        this.retry = retry;
        this.cache = cache;
    }

    /** Nothing around the work but limits and their deadline. */
    @SuppressWarnings("unchecked") // it holds nothing of type O
    public static <O> ActivationPolicy<O> none() {
        return (ActivationPolicy<O>) NONE;
    }

    /**
     * With a time for everything: all attempts, the waits between them, and the fallback. It only ever shortens what the run allows.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public ActivationPolicy<O> timeout(Duration time) {
        return new ActivationPolicy<>(
                Limits.positive("timeout of a policy", time), attemptTimeout, fallback, retry, cache);
    }

    /**
     * With a time for each attempt. One that takes longer is interrupted and has failed as {@link FailureKind#TIMED_OUT}, for the retry or fallback to
     * deal with.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public ActivationPolicy<O> attemptTimeout(Duration time) {
        return new ActivationPolicy<>(
                timeout, Limits.positive("attemptTimeout of a policy", time), fallback, retry, cache);
    }

    /** With further attempts. */
    public ActivationPolicy<O> retry(RetryPolicy policy) {
        return new ActivationPolicy<>(
                timeout, attemptTimeout, fallback, Objects.requireNonNull(policy, "retry"), cache);
    }

    /** With another agent for when this one has failed for good; what it gives is {@link Outcome.Degraded}. It is handed the same input. */
    public ActivationPolicy<O> fallback(Agent<O> agent) {
        return new ActivationPolicy<>(timeout, attemptTimeout, Objects.requireNonNull(agent, "fallback"), retry, cache);
    }

    /** With outputs kept for the same input of the same user. */
    public ActivationPolicy<O> cache(CachePolicy policy) {
        return new ActivationPolicy<>(
                timeout, attemptTimeout, fallback, retry, Objects.requireNonNull(policy, "cache"));
    }

    /** Whether this is {@link #none}. */
    @SuppressWarnings("ReferenceEquality") // every change makes another instance
    public boolean isNone() {
        return this == NONE;
    }

    /** The time for everything, where one is set. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** The time for each attempt, where one is set. */
    public Optional<Duration> attemptTimeout() {
        return Optional.ofNullable(attemptTimeout);
    }

    /** The agent for when this one has failed for good, where one is set. */
    public Optional<Agent<O>> fallback() {
        return Optional.ofNullable(fallback);
    }

    /** Further attempts, where they are set. */
    public Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retry);
    }

    /** How outputs are kept, where they are. */
    public Optional<CachePolicy> cache() {
        return Optional.ofNullable(cache);
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationPolicy;
import ai.netra.agents.Agent;
import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import ai.netra.agents.RetryPolicy;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.llm.LlmException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an {@link ActivationPolicy} adds to an activation: a fallback, around retries, around a cache, around attempts. */
final class Policies<O> {
    private final ActivationRun<O> activation;
    private final ActivationPolicy<O> policy;
    private final Site site;
    private int attempt = 1;

    Policies(ActivationRun<O> activation, ActivationPolicy<O> policy) {
        this.activation = activation;
        this.policy = policy;
        this.site = activation.site();
    }

    Result<O> execute() {
        Result<O> result = retried();
        Optional<Agent<O>> fallback = policy.fallback();
        Failure failure = failure(result);
        return fallback.isPresent() && failure != null ? replaced(fallback.get(), result, failure) : result;
    }

    private Result<O> retried() {
        RetryPolicy retry = policy.retry().orElse(null);
        try {
            goOn();
        } catch (InterruptedException interrupted) {
            return new Result<>(activation.failed(site, interrupted), null);
        }
        while (true) {
            Result<O> result = cached();
            Failure failure = failure(result);
            if (retry == null
                    || failure == null
                    || attempt >= retry.attempts()
                    || !retry.covers(failure)
                    || site.hasActed()) {
                return result;
            }
            if (site.node().isCancelled()) {
                return new Result<>(new Outcome.Cancelled<>(site.node().reason().orElseThrow()), result.thrown());
            }
            Duration delay = delay(retry, result.thrown());
            if (Engine.nanos(delay) >= site.remaining()) {
                return result;
            }
            Failure forbidden = site.run().budget().activation();
            if (forbidden != null) {
                return new Result<>(new Outcome.LimitExceeded<>(forbidden), result.thrown());
            }
            int failed = attempt;
            site.run()
                    .journal()
                    .append(at -> new JournalEntry.Retried(
                            site.path(), activation.agent().key(), failed, failure, delay, at));
            try {
                site.run().engine().scheduler().clock().sleep(delay);
            } catch (InterruptedException interrupted) {
                return new Result<>(activation.failed(site, interrupted), result.thrown());
            }
            attempt++;
        }
    }

    /** Goes on with the attempt that the run was at before, when it is due. */
    private void goOn() throws InterruptedException {
        for (JournalEntry.Retried retried : site.run().past().retries(site.path())) {
            attempt = retried.attempt() + 1;
            Duration left =
                    Duration.between(site.run().engine().now(), retried.at().plus(retried.delay()));
            if (left.isPositive() && !site.node().isCancelled()) {
                site.run().engine().scheduler().clock().sleep(left);
            }
        }
    }

    /** The policy's delay, or what the provider asked for if that is longer. */
    private Duration delay(RetryPolicy retry, @Nullable Throwable thrown) {
        Duration own = retry.delayAfter(attempt, site.run().engine().scheduler().random());
        Duration asked = thrown instanceof LlmException llm ? llm.retryAfter().orElse(own) : own;
        return asked.compareTo(own) > 0 ? asked : own;
    }

    private Result<O> cached() {
        return policy.cache().isPresent()
                ? site.run().engine().outputs().get(activation, policy.cache().get(), deadline(), this::attempt)
                : attempt();
    }

    private Result<O> attempt() {
        Site at = site.attempt(attempt, deadline());
        Result<O> result = activation.attempt(at, site.run().engine().nanoTime());
        return result.outcome() instanceof Outcome.TimedOut<O> late
                        && isOver(at)
                        && !late.cause().retryable()
                ? new Result<>(new Outcome.TimedOut<>(activation.deadlinePassed(at)), result.thrown())
                : result;
    }

    /** When an attempt that begins now is over at the latest. */
    private long deadline() {
        long deadline = site.deadline();
        if (policy.attemptTimeout().isEmpty()) {
            return deadline;
        }
        long own = site.run().engine().nanoTime()
                + Engine.nanos(policy.attemptTimeout().get());
        return own - deadline < 0 ? own : deadline;
    }

    /** Whether it was the attempt's own time that passed, and not that of the activation: of an orchestrator's attempt its agents know only that time passed. */
    private boolean isOver(Site at) {
        return at.deadline() - site.deadline() < 0 && at.remaining() <= 0 && site.remaining() > 0;
    }

    private Result<O> replaced(Agent<O> fallback, Result<O> primary, Failure failure) {
        StepId step = new StepId(site.path(), attempt + 1, 1);
        Failure forbidden = AgentCalls.mayCall(site, step);
        if (forbidden != null) {
            return new Result<>(new Outcome.LimitExceeded<>(forbidden), primary.thrown());
        }
        Result<O> given = AgentCalls.called(site, step, fallback, activation.input());
        Throwable also = given.thrown();
        Throwable first = primary.thrown();
        if (first != null && also != null) {
            first.addSuppressed(also);
        }
        return switch (given.outcome()) {
            case Outcome.Succeeded<O> o -> new Result<>(new Outcome.Degraded<>(o.value(), failure), first);
            case Outcome.Degraded<O> o -> new Result<>(new Outcome.Degraded<>(o.value(), failure), first);
            case Outcome.Cancelled<O> o -> given;
            case Outcome.Failed<O> o -> primary;
            case Outcome.Skipped<O> o -> primary;
            case Outcome.TimedOut<O> o -> primary;
            case Outcome.LimitExceeded<O> o -> primary;
        };
    }

    /** The failure that a policy may do something about; null where there is none, or the run itself is over. */
    private @Nullable Failure failure(Result<O> result) {
        return switch (result.outcome()) {
            case Outcome.Failed<O> failed -> failed.cause();
            case Outcome.TimedOut<O> late when site.remaining() > 0 -> late.cause();
            case Outcome.TimedOut<O> late -> null;
            case Outcome.Succeeded<O> o -> null;
            case Outcome.Degraded<O> o -> null;
            case Outcome.Skipped<O> o -> null;
            case Outcome.LimitExceeded<O> o -> null;
            case Outcome.Cancelled<O> o -> null;
        };
    }
}

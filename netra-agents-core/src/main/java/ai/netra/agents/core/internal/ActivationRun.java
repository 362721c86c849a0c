package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationPolicy;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.core.agent.LlmAnswerException;
import ai.netra.agents.core.journal.Outputs;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.tool.ToolCallException;
import ai.netra.agents.tool.ToolErrorKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One activation, from its start to its one outcome. Limits are spent before; its deadline is in its site; what the agent's {@link ActivationPolicy}
 * says besides is done by {@link Policies}, around attempts that are made here.
 */
abstract class ActivationRun<O> {
    /** The agent that works for it. */
    abstract Agent<O> agent();

    /** What it works on. */
    abstract AgentInput input();

    /** Where it takes place; known once it has begun. */
    abstract Site site();

    /** Runs to the end, on the site's thread. Throws nothing. */
    final Result<O> execute(long now) {
        try {
            ActivationPolicy<O> policy = policy(agent());
            return policy.isNone() ? attempt(site(), now) : new Policies<>(this, policy).execute();
        } catch (Throwable thrown) { // an orchestrator that cannot name its agents, say
            return new Result<>(failed(site(), thrown), thrown);
        }
    }

    /** An agent's policy; a mock, which knows of none, has none. */
    static <O> ActivationPolicy<O> policy(Agent<O> agent) {
        @Nullable ActivationPolicy<O> policy = agent.policy();
        return policy == null ? ActivationPolicy.none() : policy;
    }

    /** Makes one attempt. */
    final Result<O> attempt(Site at, long now) {
        if (at.node().isCancelled() && at.run().past().peekTurn(at.scope()) == null) {
            return Result.of(new Outcome.Cancelled<>(at.node().reason().orElseThrow()));
        }
        long remaining = at.deadline() - now;
        if (remaining <= 0 && at.run().past().peekTurn(at.scope()) == null) {
            return Result.of(new Outcome.TimedOut<>(deadlinePassed(at)));
        }
        return agent() instanceof Orchestrator<O> orchestrator
                ? new Scope<>(orchestrator, input(), at, now).run()
                : processed(at, Duration.ofNanos(remaining), now);
    }

    private Result<O> processed(Site at, Duration remaining, long now) {
        Attempt<O> attempt = new Attempt<>(this, at);
        CancelNode.AtWork enclosing = at.node().enter(attempt);
        Result<O> result;
        try {
            O output = at.task().within(remaining, now, attempt);
            result = returned(at, output, attempt.degradation());
            result = attempt.judged(result);
        } catch (Throwable thrown) { // whatever an agent throws, its activation has an outcome
            result = attempt.judged(
                    thrown instanceof Paused paused ? Result.paused(paused) : new Result<>(failed(at, thrown), thrown));
        } finally {
            attempt.end();
            at.node().leave(enclosing);
        }
        at.run().heedHost(at);
        if (!at.node().isCancelled()) {
            return result;
        }
        String reason = at.node().reason().orElseThrow();
        if (result.thrown() instanceof Paused paused) {
            paused.abandon(reason);
            return Result.of(new Outcome.Cancelled<>(reason));
        }
        return new Result<>(new Outcome.Cancelled<>(reason), result.thrown());
    }

    private Result<O> returned(Site at, @Nullable O output, @Nullable Failure degradation) {
        AgentKey<O> key = agent().key();
        Failure invalid = Outputs.invalid(key, output).orElse(null);
        if (output == null || invalid != null) {
            return Result.of(new Outcome.Failed<>(invalid == null ? Outputs.nothing(key) : invalid));
        }
        O recorded = at.run().engine().inspected(at, key, output);
        return Result.of(
                degradation == null
                        ? new Outcome.Succeeded<>(recorded)
                        : new Outcome.Degraded<>(recorded, degradation));
    }

    /** The outcome that what was thrown at a site stands for. */
    final Outcome<O> failed(Site at, Throwable thrown) {
        return switch (thrown) {
            case TimeLimitException passed -> new Outcome.TimedOut<>(deadlinePassed(at));
            case InterruptedException interrupted
            when at.remaining() <= 0 ->
                new Outcome.TimedOut<>(
                        deadlinePassed(at)); // an enclosing call's limit, which is no later than this one's
            case InterruptedException interrupted
            when at.run().interrupted(at) -> new Outcome.Cancelled<>(Run.HOST_INTERRUPTED);
            case InterruptedException interrupted
            when at.node().isCancelled() ->
                new Outcome.Cancelled<>(at.node().reason().orElseThrow());
            case LlmException.DeadlinePassed late
            when at.remaining() <= 0 ->
                new Outcome.TimedOut<>(deadlinePassed(at)); // the call's limit was what was left of this one's
            case ToolCallException late
            when late.error().kind() == ToolErrorKind.TIMED_OUT && at.remaining() <= 0 ->
                new Outcome.TimedOut<>(deadlinePassed(at));
            case LlmFailures.RecordedFailureException recorded ->
                new Outcome.Failed<>(new Failure(
                        FailureKind.AGENT_ERROR,
                        recorded.failure().type(),
                        recorded.failure().message(),
                        false));
            case AgentCallException call
            when call.outcome().failure().isPresent() ->
                Outcome.failing(call.outcome().failure().orElseThrow());
            case LlmAnswerException answer -> new Outcome.Failed<>(answer.failure());
            case LimitExceededException exceeded -> new Outcome.LimitExceeded<>(exceeded.failure());
            case LlmException llm ->
                new Outcome.Failed<>(new Failure(
                        FailureKind.LLM_ERROR, llm.getClass().getSimpleName(), message(llm), llm.isRetryable()));
            case ToolCallException tool ->
                new Outcome.Failed<>(
                        new Failure(FailureKind.TOOL_ERROR, tool.error().kind().label(), message(tool), false));
            default -> new Outcome.Failed<>(Failure.of(FailureKind.AGENT_ERROR, thrown));
        };
    }

    private static String message(Throwable thrown) {
        return Failure.of(FailureKind.AGENT_ERROR, thrown).message();
    }

    /** Worth another attempt where it was only the attempt's own time that passed. */
    final Failure deadlinePassed(Site at) {
        Run<?> run = at.run();
        boolean ofAttempt = at.deadline() - site().deadline() < 0;
        String message = ofAttempt
                ? at.path() + " was not done in the time of an attempt; raise attemptTimeout in its policy"
                : run.deadlinePassed()
                        ? "the run's time of " + run.budget().limits().runTime() + " was over before " + at.path()
                                + " was done; raise it with Limits.runTime"
                        : at.path()
                                + " was not done in time; raise Limits.activationTime or the activation's own timeout";
        return new Failure(FailureKind.TIMED_OUT, FailureKind.TIMED_OUT.label(), message, ofAttempt);
    }
}

package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.core.journal.Outputs;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.tool.ToolCallException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One activation, from its start to its one outcome. The policies around an agent's work stand in this order, outermost first: limits, deadline, the
 * agent. Limits are spent before; the deadline interrupts; whatever the agent then does, one outcome comes of it.
 */
final class ActivationRun<O> {
    private final Agent<O> agent;
    private final AgentKey<O> key;
    private final AgentInput input;
    private final Site site;

    ActivationRun(Agent<O> agent, AgentInput input, Site site) {
        this.agent = agent;
        this.key = agent.key();
        this.input = input;
        this.site = site;
    }

    /** Runs to the end, on the site's thread. Throws nothing. */
    Result<O> execute() {
        try {
            long remaining = site.remaining();
            if (remaining <= 0) {
                return Result.of(new Outcome.TimedOut<>(deadlinePassed()));
            }
            return agent instanceof Orchestrator<O> orchestrator
                    ? new Scope<>(orchestrator, input, site).run()
                    : processed(Duration.ofNanos(remaining));
        } catch (RuntimeException | Error thrown) { // an orchestrator that cannot name its agents, say
            return new Result<>(failed(thrown), thrown);
        }
    }

    private Result<O> processed(Duration remaining) {
        StuckWatch watch = new StuckWatch(site.run(), key.name(), site.path());
        site.node().whenCancelled(watch::interrupted);
        ActivationContext context = new ActivationContext(key, site);
        Result<O> result;
        try {
            O output = site.task().within(remaining, watch::interrupted, () -> agent.process(input, context));
            result = returned(output, context.degradation());
        } catch (Throwable thrown) { // whatever an agent throws, its activation has an outcome
            result = new Result<>(failed(thrown), thrown);
        } finally {
            watch.end();
            context.end();
        }
        site.run().heedHost(site);
        Optional<String> cancelled = site.node().reason();
        return cancelled.isPresent() ? new Result<>(new Outcome.Cancelled<>(cancelled.get()), result.thrown()) : result;
    }

    private Result<O> returned(@Nullable O output, Optional<Failure> degradation) {
        Optional<Failure> invalid = Outputs.invalid(key, output);
        if (output == null || invalid.isPresent()) {
            return Result.of(new Outcome.Failed<>(invalid.orElseThrow()));
        }
        O recorded = site.run().engine().inspector().output(site.path(), key, output);
        return Result.of(degradation
                .<Outcome<O>>map(cause -> new Outcome.Degraded<>(recorded, cause))
                .orElseGet(() -> new Outcome.Succeeded<>(recorded)));
    }

    private Outcome<O> failed(Throwable thrown) {
        return switch (thrown) {
            case TimeLimitException passed -> new Outcome.TimedOut<>(deadlinePassed());
            case InterruptedException interrupted
            when site.remaining() <= 0 ->
                new Outcome.TimedOut<>(
                        deadlinePassed()); // an enclosing call's limit, which is no later than this one's
            case InterruptedException interrupted
            when site.run().interrupted(site) -> new Outcome.Cancelled<>(Run.HOST_INTERRUPTED);
            case AgentCallException call
            when call.outcome().failure().isPresent() ->
                Outcome.failing(call.outcome().failure().orElseThrow());
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

    private Failure deadlinePassed() {
        return site.run().deadlinePassed()
                ? Failure.of(
                        FailureKind.TIMED_OUT,
                        "the run's time of " + site.run().budget().limits().runTime() + " was over before "
                                + site.path() + " was done; raise it with Limits.runTime")
                : Failure.of(
                        FailureKind.TIMED_OUT,
                        site.path()
                                + " was not done in time; raise Limits.activationTime or the activation's own timeout");
    }
}

package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decision as the journal keeps it: names and values in place of agents. Two decisions are the same where these are equal.
 *
 * @param kind which decision
 * @param starts what to start; empty unless that is the decision
 * @param output what it finished with, where it did
 * @param failure what it failed with, where it did
 */
public record RecordedDecision(Kind kind, List<Start> starts, Optional<Object> output, Optional<Failure> failure) {
    private static final RecordedDecision WAIT =
            new RecordedDecision(Kind.WAIT, List.of(), Optional.empty(), Optional.empty());

    /** The cases of {@link Decision}. */
    public enum Kind {
        /** Start activations. */
        START,
        /** Wait for the next outcome. */
        WAIT,
        /** Done. */
        FINISH,
        /** Not to be had. */
        FAIL
    }

    /**
     * One activation to start.
     *
     * @param id its id
     * @param agent its agent
     * @param reads the activations whose outcomes it reads, one for each declared dependency that has any
     * @param message a message of its own, where it has one
     * @param previous the value of the step before, or the item, where it has one
     * @param timeout a time limit of its own, where it has one
     * @param skipReason why it is not called, where it is not
     */
    public record Start(
            ActivationId id,
            AgentKey<?> agent,
            List<Read> reads,
            Optional<String> message,
            Optional<Object> previous,
            Optional<Duration> timeout,
            Optional<String> skipReason) {}

    /**
     * An outcome that an activation reads.
     *
     * @param agent the agent read
     * @param activation which of its activations
     * @param from where that activation took place
     */
    public record Read(AgentKey<?> agent, ActivationId activation, From from) {}

    /** Where an outcome that is read comes from. */
    public enum From {
        /** An activation of the same scope. */
        SCOPE,
        /** What the orchestrator itself was given to read. */
        INPUT
    }

    /** What the journal keeps of a decision that was made on this progress. */
    public static RecordedDecision of(Decision<?> decision, Progress progress) {
        return switch (decision) {
            case Decision.Start<?> start -> {
                List<Start> starts = new ArrayList<>(start.activations().size());
                start.activations().forEach(activation -> starts.add(started(activation, progress)));
                yield new RecordedDecision(Kind.START, List.copyOf(starts), Optional.empty(), Optional.empty());
            }
            case Decision.Wait<?> wait -> WAIT;
            case Decision.Finish<?> finish ->
                new RecordedDecision(Kind.FINISH, List.of(), Optional.of(finish.output()), Optional.empty());
            case Decision.Fail<?> fail ->
                new RecordedDecision(Kind.FAIL, List.of(), Optional.empty(), Optional.of(fail.failure()));
        };
    }

    private static Start started(Activation<?> activation, Progress progress) {
        List<Read> reads =
                activation.agent().map(agent -> reads(agent, progress)).orElse(List.of());
        return new Start(
                activation.id(),
                activation.key(),
                reads,
                activation.message(),
                activation.previous(),
                activation.timeout(),
                activation.skipReason());
    }

    private static List<Read> reads(Agent<?> agent, Progress progress) {
        List<Dependency<?>> dependencies = agent.dependencies();
        if (dependencies.isEmpty()) {
            return List.of();
        }
        List<Read> reads = new ArrayList<>(dependencies.size());
        for (Dependency<?> dependency : dependencies) {
            From from = progress.latestOf(dependency.key()).isPresent() ? From.SCOPE : From.INPUT;
            progress.readable(dependency.key()).ifPresent(o -> reads.add(new Read(o.key(), o.id(), from)));
        }
        return List.copyOf(reads);
    }
}

package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
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
import org.jspecify.annotations.Nullable;

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
            case Decision.Start<?> start ->
                new RecordedDecision(
                        Kind.START, starts(start.activations(), progress), Optional.empty(), Optional.empty());
            case Decision.Wait<?> wait -> WAIT;
            case Decision.Finish<?> finish ->
                new RecordedDecision(Kind.FINISH, List.of(), Optional.of(finish.output()), Optional.empty());
            case Decision.Fail<?> fail ->
                new RecordedDecision(Kind.FAIL, List.of(), Optional.empty(), Optional.of(fail.failure()));
        };
    }

    private static List<Start> starts(List<Activation<?>> activations, Progress progress) {
        if (activations.size() == 1) {
            return List.of(started(activations.get(0), progress));
        }
        Start[] starts = new Start[activations.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = started(activations.get(i), progress);
        }
        return List.of(starts);
    }

    private static Start started(Activation<?> activation, Progress progress) {
        Agent<?> agent = activation.agent().orElse(null);
        return new Start(
                activation.id(),
                activation.key(),
                agent == null ? List.of() : reads(agent.dependencies(), progress),
                activation.message(),
                activation.previous(),
                activation.timeout(),
                activation.skipReason());
    }

    private static List<Read> reads(List<Dependency<?>> dependencies, Progress progress) {
        if (dependencies.isEmpty()) {
            return List.of();
        }
        if (dependencies.size() == 1) {
            Read read = read(dependencies.get(0), progress);
            return read == null ? List.of() : List.of(read);
        }
        List<Read> reads = new ArrayList<>(dependencies.size());
        for (Dependency<?> dependency : dependencies) {
            Read read = read(dependency, progress);
            if (read != null) {
                reads.add(read);
            }
        }
        return List.copyOf(reads);
    }

    private static @Nullable Read read(Dependency<?> dependency, Progress progress) {
        ActivationOutcome<?> own = progress.latestOf(dependency.key()).orElse(null);
        if (own != null) {
            return new Read(own.key(), own.id(), From.SCOPE);
        }
        ActivationOutcome<?> outer = progress.readable(dependency.key()).orElse(null);
        return outer == null ? null : new Read(outer.key(), outer.id(), From.INPUT);
    }
}

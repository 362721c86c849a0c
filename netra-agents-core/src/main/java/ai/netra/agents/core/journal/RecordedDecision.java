package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
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

    /**
     * What the journal keeps of a decision.
     *
     * @param scope what the orchestrator was given
     * @param inputs what each activation to start works on, as {@link Inputs#of(Decision, Progress)} gives it
     */
    public static RecordedDecision of(Decision<?> decision, AgentInput scope, List<AgentInput> inputs) {
        return switch (decision) {
            case Decision.Start<?> start -> {
                List<Start> starts = new ArrayList<>(inputs.size());
                for (int i = 0; i < inputs.size(); i++) {
                    starts.add(started(start.activations().get(i), scope, inputs.get(i)));
                }
                yield new RecordedDecision(Kind.START, List.copyOf(starts), Optional.empty(), Optional.empty());
            }
            case Decision.Wait<?> wait -> WAIT;
            case Decision.Finish<?> finish ->
                new RecordedDecision(Kind.FINISH, List.of(), Optional.of(finish.output()), Optional.empty());
            case Decision.Fail<?> fail ->
                new RecordedDecision(Kind.FAIL, List.of(), Optional.empty(), Optional.of(fail.failure()));
        };
    }

    /** What the journal keeps of a decision that is made on this progress. */
    public static RecordedDecision of(Decision<?> decision, Progress progress) {
        return of(decision, progress.input(), Inputs.of(decision, progress));
    }

    private static Start started(Activation<?> activation, AgentInput scope, AgentInput input) {
        boolean skipped = activation.agent().isEmpty();
        return new Start(
                activation.id(),
                activation.key(),
                skipped
                        ? List.of()
                        : input.outcomes().stream()
                                .map(outcome -> new Read(outcome.key(), outcome.id(), from(outcome, scope)))
                                .toList(),
                activation.message(),
                activation.previousOutputOf().isPresent() ? input.previous() : activation.previous(),
                activation.timeout(),
                activation.skipReason());
    }

    @SuppressWarnings("ReferenceEquality") // an equal outcome of the scope's own is another one
    private static From from(ActivationOutcome<?> read, AgentInput scope) {
        return scope.outcomes().stream().anyMatch(outer -> outer == read) ? From.INPUT : From.SCOPE;
    }
}

package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One agent after the other. Each sees the output of the step before it as {@code input.previous()}, and reads any earlier one it declared. The output
 * is the last step's; a step without output ends the sequence as failed, unless it is optional.
 *
 * <pre>{@code
 * var flow = SequentialOrchestrator.of(AgentKey.of("flow", Review.class)).then(draft).thenOptional(spelling).endingIn(review);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param <O> the type of the output
 */
public final class SequentialOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final AgentKey<O> last;
    private final List<Agent<?>> steps;
    private final Set<AgentKey<?>> optional;
    private final List<Dependency<?>> dependencies;

    private SequentialOrchestrator(Builder<O> builder, AgentKey<O> last) {
        this.key = builder.key;
        this.last = last;
        this.steps = builder.wiring.agents();
        this.optional = Set.copyOf(builder.optional);
        this.dependencies = builder.wiring.dependencies();
    }

    /** Builds a sequence; {@link Builder#endingIn} ends it. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public AgentKey<O> key() {
        return key;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return dependencies;
    }

    @Override
    public List<Agent<?>> agents() {
        return steps;
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int done = progress.ended();
        if (done > 0) {
            ActivationOutcome<?> ended = progress.outcomes().get(done - 1);
            if (ended.outcome().output().isEmpty() && !optional.contains(ended.key())) {
                return Decision.fail(failure(ended));
            }
        }
        if (done == steps.size()) {
            return Decision.finish(progress.output(last).orElseThrow());
        }
        Activation<?> next = Activation.of(steps.get(done));
        return Decision.start(
                previous(progress).<Activation<?>>map(next::previous).orElse(next));
    }

    private static Failure failure(ActivationOutcome<?> ended) {
        return ended.outcome()
                .failure()
                .orElseGet(() -> Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        "step " + ended.id() + " was " + ended.outcome().label()));
    }

    private static Optional<Object> previous(Progress progress) {
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            Optional<?> output = outcomes.get(i).outcome().output();
            if (output.isPresent()) {
                return Optional.of(output.get());
            }
        }
        return Optional.empty();
    }

    /**
     * Builds a {@link SequentialOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final Wiring wiring;
        private final Set<AgentKey<?>> optional = new LinkedHashSet<>();

        private Builder(AgentKey<O> key) {
            this.key = key;
            this.wiring = new Wiring(key);
        }

        /**
         * Adds a step.
         *
         * @throws InvalidDefinitionException if an earlier step has its name
         */
        public Builder<O> then(Agent<?> agent) {
            wiring.add(agent);
            return this;
        }

        /**
         * Adds a step that the sequence goes on without, degraded.
         *
         * @throws InvalidDefinitionException if an earlier step has its name
         */
        public Builder<O> thenOptional(Agent<?> agent) {
            wiring.add(agent);
            optional.add(agent.key());
            return this;
        }

        /** Declares what the sequence itself reads, for its steps to read. */
        public Builder<O> reads(Dependency<?> dependency) {
            wiring.reads(dependency);
            return this;
        }

        /**
         * Adds the last step, whose output is the sequence's, and builds it.
         *
         * @throws InvalidDefinitionException if a step requires what no step before it produces, or reads it as another type
         */
        public SequentialOrchestrator<O> endingIn(Agent<O> agent) {
            wiring.add(agent);
            wiring.producedInOrder();
            return new SequentialOrchestrator<>(this, agent.key());
        }
    }
}

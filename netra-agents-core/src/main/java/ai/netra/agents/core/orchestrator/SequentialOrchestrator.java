package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One agent after the other. Each sees the output of the step before it as {@code input.previous()}, and reads any earlier one it declared. The output
 * is the last step's; a step without output ends the sequence as failed, unless it is optional: then the next one sees the output before it, and the
 * result is degraded.
 *
 * <pre>{@code
 * var flow = SequentialOrchestrator.of(AgentKey.of("flow", Review.class)).then(draft).thenOptional(spelling).endingIn(review);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 *
 * @param <O> the type of the output
 */
public final class SequentialOrchestrator<O> extends WiredOrchestrator<O> {
    private final List<Activation<?>> steps;
    private final List<Decision<O>> starts; // of each step after one that gave an output
    private final Set<AgentKey<?>> optional;

    private SequentialOrchestrator(Builder<O> builder) {
        super(builder.wiring);
        this.steps = builder.wiring.activations();
        this.starts = starts(steps);
        this.optional = Set.copyOf(builder.optional);
    }

    /** Builds a sequence; {@link Builder#endingIn} ends it. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int done = progress.ended();
        if (done == 0) {
            return starts.getFirst();
        }
        List<ActivationOutcome<?>> outcomes = progress.outcomes();
        ActivationOutcome<?> ended = outcomes.get(done - 1);
        if (done == steps.size()) {
            @Nullable O output = outputOf(ended);
            return output == null ? Decision.fail(Ended.failure("step", ended)) : Decision.finish(output);
        }
        if (Ended.output(ended.outcome()) != null) {
            return starts.get(done);
        }
        if (!optional.contains(ended.key())) {
            return Decision.fail(Ended.failure("step", ended));
        }
        @Nullable Object output = newestOutput(outcomes.subList(0, done - 1));
        Activation<?> next = steps.get(done);
        return Decision.start(output == null ? next : next.previous(output));
    }

    private static <O> List<Decision<O>> starts(List<Activation<?>> steps) {
        List<Decision<O>> starts = new ArrayList<>(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            Activation<?> step = steps.get(i);
            starts.add(Decision.start(
                    i == 0 ? step : step.previousOutputOf(steps.get(i - 1).key())));
        }
        return List.copyOf(starts);
    }

    private static @Nullable Object newestOutput(List<ActivationOutcome<?>> outcomes) {
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            @Nullable Object output = Ended.output(outcomes.get(i).outcome());
            if (output != null) {
                return output;
            }
        }
        return null;
    }

    /**
     * Builds a {@link SequentialOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private final Set<AgentKey<?>> optional = new LinkedHashSet<>();

        private Builder(AgentKey<O> key) {
            super(key);
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

        /**
         * Adds the last step, whose output is the sequence's, and builds it.
         *
         * @throws InvalidDefinitionException if an earlier step has its name, or a step requires what no step before it produces, or reads it as
         *     another type
         */
        public SequentialOrchestrator<O> endingIn(Agent<O> agent) {
            wiring.add(agent);
            wiring.producedInOrder();
            return new SequentialOrchestrator<>(this);
        }
    }
}

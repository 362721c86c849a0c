package ai.netra.agents;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an {@link Orchestrator} wants next.
 *
 * @param <O> the type of the orchestrator's output
 */
public sealed interface Decision<O> {
    /**
     * Start these activations, in this order: one alone on the orchestrator's own thread, several at once on threads of their own.
     *
     * @param activations at least one, each with an id not used before in this scope
     * @param <O> the type of the orchestrator's output
     */
    record Start<O>(List<Activation<?>> activations) implements Decision<O> {
        /** Copies the list and refuses an empty one, and one that starts an activation twice. */
        public Start {
            activations = List.copyOf(activations);
            if (activations.isEmpty()) {
                throw new InvalidDefinitionException("a Start of no activations; answer Wait, Finish or Fail instead");
            }
            if (activations.size() > 1) {
                Set<ActivationId> ids = new HashSet<>();
                for (Activation<?> activation : activations) {
                    if (!ids.add(activation.id())) {
                        throw new InvalidDefinitionException("a Start of " + activation.id()
                                + " twice; give each item or round an id of its own, such as"
                                + " ActivationId.item(key, 2)");
                    }
                }
            }
        }
    }

    /**
     * Start nothing; ask again at the next outcome. With nothing running the orchestrator has stalled, and fails so.
     *
     * @param <O> the type of the orchestrator's output
     */
    record Wait<O>() implements Decision<O> {
        private static final Wait<Object> INSTANCE = new Wait<>();
    }

    /**
     * Done: what still runs is interrupted, awaited and recorded as cancelled. The outcome is {@link Outcome.Degraded} where an activation failed,
     * timed out, met a limit or was itself degraded, otherwise {@link Outcome.Succeeded}.
     *
     * @param output the orchestrator's output
     * @param <O> the type of the orchestrator's output
     */
    record Finish<O>(O output) implements Decision<O> {}

    /**
     * Not to be had: what still runs is interrupted, awaited and recorded as cancelled. One level up this is {@link Outcome.TimedOut} or
     * {@link Outcome.LimitExceeded} where the failure is of that kind, otherwise {@link Outcome.Failed}; never an output.
     *
     * @param failure why
     * @param <O> the type of the orchestrator's output
     */
    record Fail<O>(Failure failure) implements Decision<O> {}

    /** Start one activation. */
    static <O> Decision<O> start(Activation<?> activation) {
        return new Start<>(List.of(activation));
    }

    /** Start activations at once. */
    static <O> Decision<O> start(List<? extends Activation<?>> activations) {
        return new Start<>(List.copyOf(activations));
    }

    /** Start nothing until the next outcome. */
    @SuppressWarnings("unchecked") // Wait holds nothing of type O
    static <O> Decision<O> await() {
        return (Decision<O>) Wait.INSTANCE;
    }

    /** Done, with this output. */
    static <O> Decision<O> finish(O output) {
        return new Finish<>(output);
    }

    /** Not to be had. */
    static <O> Decision<O> fail(Failure failure) {
        return new Fail<>(failure);
    }
}

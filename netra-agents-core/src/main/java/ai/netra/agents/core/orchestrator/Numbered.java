package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The activations of an agent that may run more than once, by number. The first ones are made beforehand, so that a decision finds them ready.
 *
 * @param <O> the type of the agent's output
 */
final class Numbered<O> {
    private static final int MOST_PREPARED = 64;

    private final IntFunction<Activation<O>> making;
    private final List<Activation<O>> prepared;

    private Numbered(IntFunction<Activation<O>> making, int likely) {
        this.making = making;
        this.prepared = IntStream.range(0, Math.min(likely, MOST_PREPARED))
                .mapToObj(making)
                .toList();
    }

    /** Rounds: number 0 is the first, {@code draft}, number 1 is {@code draft~2}. */
    static <O> Numbered<O> rounds(Agent<O> agent, int likely) {
        Activation<O> first = Activation.of(agent);
        return new Numbered<>(number -> first.id(ActivationId.round(agent.key(), number + 1)), likely);
    }

    /** Items of a list: number 0 is {@code draft[0]}. */
    static <O> Numbered<O> items(Agent<O> agent) {
        Activation<O> first = Activation.of(agent);
        return new Numbered<>(number -> first.id(ActivationId.item(agent.key(), number)), MOST_PREPARED);
    }

    Activation<O> get(int number) {
        return number < prepared.size() ? prepared.get(number) : making.apply(number);
    }
}

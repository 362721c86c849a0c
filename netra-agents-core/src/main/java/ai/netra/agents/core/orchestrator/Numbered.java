package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Progress;
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

    private final AgentKey<O> key;
    private final IntFunction<Activation<O>> making;
    private final List<Activation<O>> prepared;

    private Numbered(AgentKey<O> key, IntFunction<Activation<O>> making, int likely) {
        this.key = key;
        this.making = making;
        this.prepared = IntStream.range(0, Math.min(likely, MOST_PREPARED))
                .mapToObj(making)
                .toList();
    }

    /** Rounds: number 0 is the first, {@code draft}, number 1 is {@code draft~2}. */
    static <O> Numbered<O> rounds(Agent<O> agent, int likely) {
        Activation<O> first = Activation.of(agent);
        return new Numbered<>(agent.key(), number -> first.id(ActivationId.round(first.key(), number + 1)), likely);
    }

    /** Items of a list: number 0 is {@code draft[0]}. */
    static <O> Numbered<O> items(Agent<O> agent) {
        Activation<O> first = Activation.of(agent);
        return new Numbered<>(agent.key(), number -> first.id(ActivationId.item(first.key(), number)), MOST_PREPARED);
    }

    /** The one after those that were started. */
    Activation<O> next(Progress progress) {
        return get(progress.started(key));
    }

    Activation<O> get(int number) {
        return number < prepared.size() ? prepared.get(number) : making.apply(number);
    }
}

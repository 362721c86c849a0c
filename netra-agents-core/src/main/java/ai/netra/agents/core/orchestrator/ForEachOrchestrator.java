package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One agent for each item of a list, so many at once. Each activation sees its item as {@code input.previous()}, under the ids {@code draft[0]},
 * {@code draft[1]} and so on; they are started in the order of the items, and the results are in that order whatever the order they end in. Of no items
 * the aggregation is asked at once, and nothing is started.
 *
 * <p>{@link #all}: the first item without output (failed, timed out, over a limit) ends it as failed, and those that run are interrupted.
 * {@link #collect}: every item is awaited, and the aggregation sees which ones have an output; an item without one degrades the result. Each item spends
 * an activation of the run's limits.
 *
 * <pre>{@code
 * var drafts = ForEachOrchestrator.all(AgentKey.listOf("drafts", Draft.class))
 *         .overAttribute("topics")
 *         .width(4)
 *         .each(draft)
 *         .aggregating(ItemOutcomes::outputs);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as its functions are.
 *
 * @param <O> the type of the output
 */
public final class ForEachOrchestrator<O> extends WiredOrchestrator<O> {
    private static final int DEFAULT_WIDTH = 16;

    private final Mode mode;
    private final Function<? super AgentInput, ? extends List<?>> items;
    private final int width;
    private final Work<?, O> work;

    private ForEachOrchestrator(
            Builder<O> builder, Function<? super AgentInput, ? extends List<?>> items, Work<?, O> work) {
        super(builder.wiring);
        this.mode = builder.mode;
        this.items = items;
        this.width = builder.width;
        this.work = work;
    }

    private enum Mode {
        ALL,
        COLLECT
    }

    /** Builds one that needs the output of every item. */
    public static <O> Builder<O> all(AgentKey<O> key) {
        return new Builder<>(key, Mode.ALL);
    }

    /** Builds one that takes what outputs there are. */
    public static <O> Builder<O> collect(AgentKey<O> key) {
        return new Builder<>(key, Mode.COLLECT);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int ended = progress.ended();
        if (mode == Mode.ALL && progress.outputs() < ended) {
            return Decision.fail(Ended.failure("item", progress.outcomes().get(ended - 1)));
        }
        List<?> all = items.apply(progress.input());
        if (ended == all.size()) {
            return Decision.finish(work.aggregated(progress));
        }
        int from = progress.started();
        int to = Math.min(all.size(), from + width - progress.running());
        return from < to ? Decision.start(work.activations(all, from, to)) : Decision.await();
    }

    /** What is done with each item, and with the outcomes. */
    private record Work<E, O>(
            String name, Numbered<E> activations, Function<? super ItemOutcomes<E>, ? extends O> aggregation) {
        List<Activation<E>> activations(List<?> items, int from, int to) {
            List<Activation<E>> starts = new ArrayList<>(to - from);
            for (int i = from; i < to; i++) {
                @Nullable Object item = items.get(i);
                if (item == null) {
                    throw new InvalidDefinitionException(
                            "item " + i + " of for-each " + name + " is null; leave it out");
                }
                starts.add(activations.get(i).previous(item));
            }
            return starts;
        }

        @SuppressWarnings("unchecked") // only this agent was started
        O aggregated(Progress progress) {
            List<Outcome<E>> inOrder = new ArrayList<>(progress.ended());
            progress.outcomes().forEach(ended -> inOrder.add((Outcome<E>) ended.outcome()));
            progress.outcomes().forEach(ended -> inOrder.set(item(ended.id()), (Outcome<E>) ended.outcome()));
            return aggregation.apply(new ItemOutcomes<>(inOrder));
        }

        private static int item(ActivationId id) {
            String text = id.value();
            return Integer.parseInt(text, text.lastIndexOf('[') + 1, text.length() - 1, 10);
        }
    }

    /**
     * Builds a {@link ForEachOrchestrator}: first the items, then what is done with each. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private final Mode mode;
        private @Nullable Function<? super AgentInput, ? extends List<?>> items;
        private int width = DEFAULT_WIDTH;

        private Builder(AgentKey<O> key, Mode mode) {
            super(key);
            this.mode = mode;
        }

        /** Takes the items from an attribute that holds a list. A run without the attribute fails. */
        public Builder<O> overAttribute(String name) {
            return over(input -> {
                if (!input.attributes().contains(name)) {
                    throw new InvalidDefinitionException(
                            "for-each " + wiring.key().name() + " is over the attribute '" + name
                                    + "', which there is not; give the request a list under that name");
                }
                return input.attributes().list(name);
            });
        }

        /** Takes the items from {@link AgentInput#previous()}: the output of the step before, which is a list. A run where it is none fails. */
        public Builder<O> overPrevious() {
            return over(input -> input.previous(List.class)
                    .orElseThrow(() -> new InvalidDefinitionException("for-each "
                            + wiring.key().name() + " is over the output of the step before, and there was none;"
                            + " put it behind a step that gives a list")));
        }

        /**
         * Takes the items from a pure function of what the orchestrator itself is given: an output that it {@link #reads}, say. The function is part of
         * every decision, so it should find the list rather than make it.
         */
        public Builder<O> over(Function<? super AgentInput, ? extends List<?>> newItems) {
            items = newItems;
            return this;
        }

        /**
         * Sets how many items run at once; 16 by default. The run's own limit of width holds as well.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public Builder<O> width(int newWidth) {
            width = Wiring.positive("width of for-each " + wiring.key().name(), newWidth);
            return this;
        }

        /**
         * Sets the agent that runs for each item.
         *
         * @throws InvalidDefinitionException if nothing says what the items are, or it requires what the orchestrator does not read
         */
        public <E> Each<E, O> each(Agent<E> agent) {
            Function<? super AgentInput, ? extends List<?>> source = items;
            if (source == null) {
                throw new InvalidDefinitionException("for-each " + wiring.key().name()
                        + " has no items; say which with overAttribute(...), overPrevious() or over(...)");
            }
            wiring.add(agent);
            wiring.producedOutside();
            return new Each<>(this, source, agent);
        }
    }

    /**
     * Builds a {@link ForEachOrchestrator}: last what is made of the outcomes.
     *
     * @param <E> the type of an item's output
     * @param <O> the type of the output
     */
    public static final class Each<E, O> {
        private final Builder<O> builder;
        private final Function<? super AgentInput, ? extends List<?>> items;
        private final Agent<E> agent;

        private Each(Builder<O> builder, Function<? super AgentInput, ? extends List<?>> items, Agent<E> agent) {
            this.builder = builder;
            this.items = items;
            this.agent = agent;
        }

        /** Sets the pure function that makes one output of the items', {@code ItemOutcomes::outputs} for their list, and builds it. */
        public ForEachOrchestrator<O> aggregating(Function<? super ItemOutcomes<E>, ? extends O> aggregation) {
            String name = builder.wiring.key().name();
            return new ForEachOrchestrator<>(builder, items, new Work<>(name, Numbered.items(agent), aggregation));
        }
    }
}

package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of several agents: the first whose condition holds, or the one for the value that an output has, or else the default one. Optionally after another
 * agent, a classifier, whose output the choice is about and which the chosen one sees as {@code input.previous()}. The output is the chosen one's; a
 * classifier or a chosen agent without output ends it as failed.
 *
 * <pre>{@code
 * var flow = ConditionalOrchestrator.of(AgentKey.of("flow", Report.class))
 *         .first(triage)
 *         .on(TRIAGE, Triage::category)
 *         .when("cost", costFlow)
 *         .when("quality", qualityFlow)
 *         .otherwise(defaultFlow);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the conditions are.
 *
 * @param <O> the type of the output
 */
public final class ConditionalOrchestrator<O> extends WiredOrchestrator<O> {
    private final @Nullable Decision<O> first;
    private final int classified;
    private final Choice<O> choice;
    private final Activation<O> otherwise;

    private ConditionalOrchestrator(Wiring<O> wiring, @Nullable Agent<?> classifier, Choice<O> choice, Agent<O> other) {
        super(wiring);
        this.first = classifier == null ? null : Decision.start(Activation.of(classifier));
        this.classified = classifier == null ? 0 : 1;
        this.choice = choice;
        this.otherwise = Activation.of(other);
    }

    /** Builds one; {@link Builder#otherwise} ends it. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int ended = progress.ended();
        if (ended == 0) {
            return first == null ? Decision.start(chosen(progress)) : first;
        }
        ActivationOutcome<?> last = progress.outcomes().get(ended - 1);
        if (ended == classified) {
            @Nullable Object classification = Ended.output(last.outcome());
            return classification == null
                    ? failed(last)
                    : Decision.start(chosen(progress).previous(classification));
        }
        @Nullable O output = outputOf(last);
        return output == null ? failed(last) : Decision.finish(output);
    }

    private static <O> Decision<O> failed(ActivationOutcome<?> ended) {
        return Decision.fail(Ended.failure("agent", ended));
    }

    private Activation<O> chosen(Progress progress) {
        @Nullable Activation<O> chosen = choice.of(progress);
        return chosen == null ? otherwise : chosen;
    }

    /** Which agent it is to be, or null for the default one. */
    private interface Choice<O> {
        @Nullable
        Activation<O> of(Progress progress);
    }

    private record Branch<O>(Predicate<? super Progress> condition, Activation<O> start) {}

    /**
     * Builds a {@link ConditionalOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private final List<Branch<O>> branches = new ArrayList<>();
        private final List<AgentKey<?>> read = new ArrayList<>();
        private @Nullable Agent<?> classifier;

        private Builder(AgentKey<O> key) {
            super(key);
        }

        /**
         * Sets the agent that runs before the choice.
         *
         * @throws InvalidDefinitionException if there is one already, or a branch was added before
         */
        public Builder<O> first(Agent<?> agent) {
            if (classifier != null || !branches.isEmpty()) {
                throw new InvalidDefinitionException(
                        "orchestrator " + wiring.key().name() + ": first("
                                + agent.key().name() + ") comes after another agent; call it once, before when(...)");
            }
            wiring.add(agent);
            classifier = agent;
            return this;
        }

        /** Adds an agent to run where a pure condition on the progress holds and none before it does. An agent may stand for several conditions. */
        public Builder<O> when(Predicate<? super Progress> condition, Agent<O> agent) {
            branches.add(new Branch<>(condition, branch(agent)));
            return this;
        }

        /** Adds an agent to run where a pure condition on an output holds and none before it does. */
        public <D> Builder<O> when(AgentKey<D> output, Predicate<? super D> condition, Agent<O> agent) {
            read.add(output);
            return when(
                    progress -> {
                        @Nullable D value = readable(output, progress);
                        return value != null && condition.test(value);
                    },
                    agent);
        }

        /**
         * Chooses by a value of an output instead of by conditions: the agent of {@link Cases#when} that value.
         *
         * @param value the pure function from the output to the value; without the output the default agent runs
         * @throws InvalidDefinitionException if there is a condition already
         */
        public <D, V> Cases<O, V> on(AgentKey<D> output, Function<? super D, ? extends V> value) {
            if (!branches.isEmpty()) {
                throw new InvalidDefinitionException(
                        "orchestrator " + wiring.key().name()
                                + " chooses by conditions and on(" + output.name()
                                + ", ...) as well; use one of them, or nest a second orchestrator in the default");
            }
            read.add(output);
            return new Cases<>(this, (progress, cases) -> {
                @Nullable D found = readable(output, progress);
                return found == null ? null : cases.get(value.apply(found));
            });
        }

        private static <D> @Nullable D readable(AgentKey<D> output, Progress progress) {
            Optional<ActivationOutcome<D>> ended = progress.readable(output);
            return ended.isPresent() ? Ended.output(ended.get().outcome()) : null;
        }

        private Activation<O> branch(Agent<O> agent) {
            if (classifier != null && classifier.key().equals(agent.key())) {
                throw new InvalidDefinitionException("orchestrator "
                        + wiring.key().name() + " has " + agent.key().name()
                        + " both as its first agent and as one to choose; choose another one");
            }
            wiring.addAgain(agent);
            return Activation.of(agent);
        }

        /**
         * Sets the agent to run where no condition holds, and builds it.
         *
         * @throws InvalidDefinitionException if there is no condition, or an agent requires, or a condition reads, what is not produced before it
         */
        public ConditionalOrchestrator<O> otherwise(Agent<O> agent) {
            if (branches.isEmpty()) {
                throw new InvalidDefinitionException(
                        "orchestrator " + wiring.key().name()
                                + " has no condition; add one with when(...), or use a SequentialOrchestrator");
            }
            List<Branch<O>> all = List.copyOf(branches);
            return build(
                    progress -> {
                        for (Branch<O> branch : all) {
                            if (branch.condition.test(progress)) {
                                return branch.start;
                            }
                        }
                        return null;
                    },
                    agent);
        }

        private ConditionalOrchestrator<O> build(Choice<O> choice, Agent<O> other) {
            branch(other);
            Optional<AgentKey<?>> first =
                    Optional.<Agent<?>>ofNullable(classifier).map(Agent::key);
            first.ifPresentOrElse(wiring::producedBy, wiring::producedOutside);
            read.forEach(output -> wiring.readable(output, first));
            return new ConditionalOrchestrator<>(wiring, classifier, choice, other);
        }
    }

    /**
     * Builds a {@link ConditionalOrchestrator} that chooses by a value. Not thread-safe.
     *
     * @param <O> the type of the output
     * @param <V> the type of the value
     */
    public static final class Cases<O, V> {
        private final Builder<O> builder;
        private final Lookup<O, V> lookup;
        private final Map<V, Activation<O>> cases = new HashMap<>();

        private Cases(Builder<O> builder, Lookup<O, V> lookup) {
            this.builder = builder;
            this.lookup = lookup;
        }

        /** Finds the agent for the value, or null. */
        private interface Lookup<O, V> {
            @Nullable
            Activation<O> of(Progress progress, Map<V, Activation<O>> cases);
        }

        /**
         * Adds an agent to run for a value. An agent may stand for several values.
         *
         * @throws InvalidDefinitionException if there is an agent for that value
         */
        public Cases<O, V> when(V is, Agent<O> agent) {
            @Nullable Activation<O> other = cases.putIfAbsent(is, builder.branch(agent));
            if (other != null) {
                throw new InvalidDefinitionException("orchestrator "
                        + builder.wiring.key().name() + " has two agents for the value '" + is + "': "
                        + other.key().name() + " and " + agent.key().name() + "; drop one");
            }
            return this;
        }

        /**
         * Sets the agent to run for any other value, and builds it.
         *
         * @throws InvalidDefinitionException if there is no value, or an agent requires what is not produced before it, or the output it chooses by is
         *     not
         */
        public ConditionalOrchestrator<O> otherwise(Agent<O> agent) {
            if (cases.isEmpty()) {
                throw new InvalidDefinitionException(
                        "orchestrator " + builder.wiring.key().name()
                                + " has no value to choose by; add one with when(value, agent), or use a"
                                + " SequentialOrchestrator");
            }
            Map<V, Activation<O>> all = new HashMap<>(cases);
            return builder.build(progress -> lookup.of(progress, all), agent);
        }
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of several agents: the first whose condition holds, or the default one. Optionally after another agent, a classifier, whose output the
 * conditions are about and which the chosen one sees as {@code input.previous()}.
 *
 * <pre>{@code
 * var flow = ConditionalOrchestrator.of(AgentKey.of("flow", Report.class))
 *         .first(triage)
 *         .when(TRIAGE, t -> t.category().equals("cost"), optimizationFlow)
 *         .otherwise(defaultFlow);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the conditions are.
 *
 * @param <O> the type of the output
 */
public final class ConditionalOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final Optional<Agent<?>> classifier;
    private final List<Branch<O>> branches;
    private final Agent<O> otherwise;
    private final List<Agent<?>> agents;
    private final List<Dependency<?>> dependencies;

    private ConditionalOrchestrator(Builder<O> builder, Agent<O> otherwise) {
        this.key = builder.key;
        this.classifier = Optional.ofNullable(builder.classifier);
        this.branches = List.copyOf(builder.branches);
        this.otherwise = otherwise;
        this.agents = builder.wiring.agents();
        this.dependencies = builder.wiring.dependencies();
    }

    /** Builds one; {@link Builder#otherwise} ends it. */
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
        return agents;
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int classified = classifier.isPresent() ? 1 : 0;
        if (progress.started() < classified) {
            return Decision.start(Activation.of(classifier.orElseThrow()));
        }
        Optional<ActivationOutcome<?>> last = progress.last();
        if (last.isPresent() && last.get().outcome().output().isEmpty()) {
            return Decision.fail(failure(last.get()));
        }
        if (progress.started() == classified) {
            Activation<O> start = Activation.of(chosen(progress));
            return Decision.start(last.<Object>flatMap(first -> first.outcome().output())
                    .map(start::previous)
                    .orElse(start));
        }
        return Decision.finish(output(last.orElseThrow().key(), progress));
    }

    private static Failure failure(ActivationOutcome<?> ended) {
        return ended.outcome()
                .failure()
                .orElseGet(() -> Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        "agent " + ended.id() + " was " + ended.outcome().label()));
    }

    /** The output of the branch that ran, whatever the conditions would choose by now. */
    private O output(AgentKey<?> ran, Progress progress) {
        for (Branch<O> branch : branches) {
            if (branch.agent.key().equals(ran)) {
                return progress.output(branch.agent.key()).orElseThrow();
            }
        }
        return progress.output(otherwise.key()).orElseThrow();
    }

    private Agent<O> chosen(Progress progress) {
        for (Branch<O> branch : branches) {
            if (branch.condition.test(progress)) {
                return branch.agent;
            }
        }
        return otherwise;
    }

    private record Branch<O>(Predicate<? super Progress> condition, Agent<O> agent) {}

    /**
     * Builds a {@link ConditionalOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final Wiring wiring;
        private final List<Branch<O>> branches = new ArrayList<>();
        private final List<AgentKey<?>> read = new ArrayList<>();
        private @Nullable Agent<?> classifier;

        private Builder(AgentKey<O> key) {
            this.key = key;
            this.wiring = new Wiring(key);
        }

        /**
         * Sets the agent that runs before the choice.
         *
         * @throws InvalidDefinitionException if there is one already, or a branch was added before
         */
        public Builder<O> first(Agent<?> agent) {
            if (classifier != null || !branches.isEmpty()) {
                throw new InvalidDefinitionException("orchestrator " + key.name() + ": first("
                        + agent.key().name() + ") comes after another agent; call it once, before when(...)");
            }
            wiring.add(agent);
            classifier = agent;
            return this;
        }

        /** Adds an agent to run where a pure condition on the progress holds and none before it does. An agent may stand for several conditions. */
        public Builder<O> when(Predicate<? super Progress> condition, Agent<O> agent) {
            branch(agent);
            branches.add(new Branch<>(condition, agent));
            return this;
        }

        private void branch(Agent<O> agent) {
            if (classifier != null && classifier.key().equals(agent.key())) {
                throw new InvalidDefinitionException("orchestrator " + key.name() + " has "
                        + agent.key().name() + " both as its first agent and as one to choose; choose another one");
            }
            wiring.addAgain(agent);
        }

        /** Adds an agent to run where a pure condition on an output holds and none before it does. */
        public <D> Builder<O> when(AgentKey<D> output, Predicate<? super D> condition, Agent<O> agent) {
            read.add(output);
            return when(
                    progress -> progress.readable(output)
                            .flatMap(read -> read.outcome().output())
                            .filter(condition)
                            .isPresent(),
                    agent);
        }

        /** Declares what the orchestrator itself reads, for its agents and conditions to read. */
        public Builder<O> reads(Dependency<?> dependency) {
            wiring.reads(dependency);
            return this;
        }

        /**
         * Sets the agent to run where no condition holds, and builds it.
         *
         * @throws InvalidDefinitionException if there is no condition, or an agent requires, or a condition reads, what is not produced before it
         */
        public ConditionalOrchestrator<O> otherwise(Agent<O> agent) {
            if (branches.isEmpty()) {
                throw new InvalidDefinitionException("orchestrator " + key.name()
                        + " has no condition; add one with when(...), or use a SequentialOrchestrator");
            }
            branch(agent);
            Optional<AgentKey<?>> first =
                    Optional.<Agent<?>>ofNullable(classifier).map(Agent::key);
            first.ifPresentOrElse(wiring::producedBy, wiring::producedOutside);
            read.forEach(output -> wiring.readable(output, first));
            return new ConditionalOrchestrator<>(this, agent);
        }
    }
}

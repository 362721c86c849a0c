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
import java.util.List;
import java.util.function.Function;

/**
 * Several agents at once, and a function that makes one output of theirs.
 *
 * <p>{@link #all}: the first branch without output ends it as failed, and the others are interrupted. {@link #collect}: every branch is awaited, and
 * the function sees which ones have an output; a failed branch degrades the result.
 *
 * <pre>{@code
 * var both = ParallelOrchestrator.all(AgentKey.of("both", Comparison.class))
 *         .agent(cheap)
 *         .agent(fast)
 *         .aggregating(p -> new Comparison(p.output(CHEAP).orElseThrow(), p.output(FAST).orElseThrow()));
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the function is.
 *
 * @param <O> the type of the output
 */
public final class ParallelOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final Mode mode;
    private final List<Agent<?>> branches;
    private final List<Dependency<?>> dependencies;
    private final Function<? super Progress, ? extends O> aggregation;

    private ParallelOrchestrator(Builder<O> builder, Function<? super Progress, ? extends O> aggregation) {
        this.key = builder.key;
        this.mode = builder.mode;
        this.branches = builder.wiring.agents();
        this.dependencies = builder.wiring.dependencies();
        this.aggregation = aggregation;
    }

    /** What becomes of a branch without output. */
    private enum Mode {
        ALL,
        COLLECT
    }

    /** Builds one that needs every branch's output. */
    public static <O> Builder<O> all(AgentKey<O> key) {
        return new Builder<>(key, Mode.ALL);
    }

    /** Builds one that takes what outputs there are. */
    public static <O> Builder<O> collect(AgentKey<O> key) {
        return new Builder<>(key, Mode.COLLECT);
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
        return branches;
    }

    @Override
    public Decision<O> decide(Progress progress) {
        if (progress.started() == 0) {
            return Decision.start(branches.stream().map(Activation::of).toList());
        }
        ActivationOutcome<?> ended = progress.last().orElseThrow();
        if (mode == Mode.ALL && ended.outcome().output().isEmpty()) {
            return Decision.fail(ended.outcome()
                    .failure()
                    .orElseGet(() -> Failure.of(
                            FailureKind.UNMET_DEPENDENCY,
                            "branch " + ended.id() + " was " + ended.outcome().label())));
        }
        return progress.running() > 0 ? Decision.await() : Decision.finish(aggregation.apply(progress));
    }

    /**
     * Builds a {@link ParallelOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final Mode mode;
        private final Wiring wiring;

        private Builder(AgentKey<O> key, Mode mode) {
            this.key = key;
            this.mode = mode;
            this.wiring = new Wiring(key);
        }

        /**
         * Adds a branch.
         *
         * @throws InvalidDefinitionException if another branch has its name
         */
        public Builder<O> agent(Agent<?> agent) {
            wiring.add(agent);
            return this;
        }

        /** Declares what the orchestrator itself reads, for its branches to read. */
        public Builder<O> reads(Dependency<?> dependency) {
            wiring.reads(dependency);
            return this;
        }

        /**
         * Sets what makes one output of the branches', and builds it. The function is pure: it is part of a decision.
         *
         * @throws InvalidDefinitionException if there is no branch, or one requires what the orchestrator does not read
         */
        public ParallelOrchestrator<O> aggregating(Function<? super Progress, ? extends O> aggregation) {
            wiring.notEmpty("add a branch with agent(...)");
            wiring.producedOutside();
            return new ParallelOrchestrator<>(this, aggregation);
        }
    }
}

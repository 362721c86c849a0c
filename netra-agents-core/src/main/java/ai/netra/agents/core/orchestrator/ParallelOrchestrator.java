package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import java.util.function.Function;

/**
 * Several agents at once, and a function that makes one output of theirs. What becomes of it when a branch ends without output (failed, timed out, over
 * a limit) is a matter of the mode:
 *
 * <table>
 * <caption>Modes</caption>
 * <tr><th>mode</th><th>finishes</th><th>a branch without output</th><th>fails</th></tr>
 * <tr><td>{@link #all}</td><td>when every branch has an output</td><td>ends it</td><td>at the first one, as that one</td></tr>
 * <tr><td>{@link #collect}</td><td>when every branch has ended</td><td>degrades the result</td>
 *   <td>never: the aggregation sees who failed</td></tr>
 * <tr><td>{@link #firstSuccess}</td><td>with the first output</td><td>degrades the result, where it ended before</td>
 *   <td>when no branch is left, naming each</td></tr>
 * <tr><td>{@link #quorum}</td><td>when so many have an output</td><td>degrades the result, where it ended before</td>
 *   <td>when too few are left, naming each that failed</td></tr>
 * </table>
 *
 * <p>Branches that still run when it finishes or fails are interrupted, awaited and recorded as cancelled, which degrades nothing. An output that is
 * itself degraded is an output. For the same agent on each item of a list there is {@link ForEachOrchestrator}.
 *
 * <pre>{@code
 * var both = ParallelOrchestrator.all(AgentKey.of("both", Comparison.class))
 *         .agent(cheap)
 *         .agent(fast)
 *         .aggregating(branches -> new Comparison(branches.output(CHEAP).orElseThrow(), branches.output(FAST).orElseThrow()));
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the function is.
 *
 * @param <O> the type of the output
 */
public final class ParallelOrchestrator<O> extends WiredOrchestrator<O> {
    private final Decision<O> start;
    private final int branches;
    private final int enough;
    private final int tolerated;
    private final Function<? super BranchOutcomes, ? extends O> aggregation;

    private ParallelOrchestrator(
            Wiring<O> wiring, Mode mode, int quorum, Function<? super BranchOutcomes, ? extends O> aggregation) {
        super(wiring);
        this.start = Decision.start(wiring.activations());
        this.branches = agents().size();
        this.enough = mode == Mode.QUORUM ? quorum : branches;
        this.tolerated = mode == Mode.COLLECT ? branches : branches - enough;
        this.aggregation = aggregation;
    }

    private enum Mode {
        ALL,
        COLLECT,
        QUORUM
    }

    /** Builds one that needs every branch's output. */
    public static <O> Builder<O> all(AgentKey<O> key) {
        return new Builder<>(key, Mode.ALL, 0);
    }

    /** Builds one that takes what outputs there are. */
    public static <O> Builder<O> collect(AgentKey<O> key) {
        return new Builder<>(key, Mode.COLLECT, 0);
    }

    /**
     * Builds one that needs the outputs of so many branches, and of no particular ones.
     *
     * @throws InvalidDefinitionException if it is less than one
     */
    public static <O> Builder<O> quorum(AgentKey<O> key, int outputs) {
        return new Builder<>(key, Mode.QUORUM, Wiring.positive("quorum of orchestrator " + key.name(), outputs));
    }

    /** Builds one that takes the first output there is. */
    public static <O> RaceBuilder<O> firstSuccess(AgentKey<O> key) {
        return new RaceBuilder<>(key);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int ended = progress.ended();
        int outputs = progress.outputs();
        if (progress.started() == 0) {
            return start;
        }
        if (ended - outputs > tolerated) {
            return Decision.fail(new BranchOutcomes(agents(), progress).failure(enough));
        }
        return outputs >= enough || ended == branches
                ? Decision.finish(aggregation.apply(new BranchOutcomes(agents(), progress)))
                : Decision.await();
    }

    /**
     * Builds a {@link ParallelOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private final Mode mode;
        private final int quorum;

        private Builder(AgentKey<O> key, Mode mode, int quorum) {
            super(key);
            this.mode = mode;
            this.quorum = quorum;
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

        /**
         * Sets what makes one output of the branches', and builds it. The function is pure: it is part of a decision.
         *
         * @throws InvalidDefinitionException if there is no branch, or fewer than the quorum, or one requires what the orchestrator does not read
         */
        public ParallelOrchestrator<O> aggregating(Function<? super BranchOutcomes, ? extends O> aggregation) {
            wiring.sideBySide();
            int branches = wiring.agents().size();
            if (quorum > branches) {
                throw new InvalidDefinitionException(
                        "orchestrator " + wiring.key().name() + " needs " + quorum + " outputs of " + branches
                                + " branches; add branches with agent(...), or need fewer");
            }
            return new ParallelOrchestrator<>(wiring, mode, quorum, aggregation);
        }
    }

    /**
     * Builds a {@link ParallelOrchestrator} whose branches all give what it gives. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class RaceBuilder<O> extends WiredBuilder<O, RaceBuilder<O>> {
        private RaceBuilder(AgentKey<O> key) {
            super(key);
        }

        /**
         * Adds a branch.
         *
         * @throws InvalidDefinitionException if another branch has its name
         */
        public RaceBuilder<O> agent(Agent<? extends O> agent) {
            wiring.add(agent);
            return this;
        }

        /**
         * Builds it.
         *
         * @throws InvalidDefinitionException if there is no branch, or one requires what the orchestrator does not read
         */
        @SuppressWarnings("unchecked") // every branch gives an O
        public ParallelOrchestrator<O> build() {
            wiring.sideBySide();
            return new ParallelOrchestrator<>(wiring, Mode.QUORUM, 1, branches -> (O) branches.newest());
        }
    }
}

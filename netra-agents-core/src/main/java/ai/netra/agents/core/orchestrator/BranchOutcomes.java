package ai.netra.agents.core.orchestrator;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the branches of a {@link ParallelOrchestrator} ended, as its aggregation sees them: by key, or all of them in declared order, in whatever order
 * they ended. A branch that is still running when enough others have succeeded has no outcome. Valid during the aggregation only.
 */
public final class BranchOutcomes {
    private static final int MOST_NAMED = 10;

    private final List<Agent<?>> branches;
    private final Progress progress;

    BranchOutcomes(List<Agent<?>> branches, Progress progress) {
        this.branches = branches;
        this.progress = progress;
    }

    /**
     * The output of a branch, where it has one.
     *
     * @throws InvalidDefinitionException if there is no such branch
     */
    public <T> Optional<T> output(AgentKey<T> branch) {
        return outcome(branch).flatMap(Outcome::output);
    }

    /**
     * How a branch ended, where it has.
     *
     * @throws InvalidDefinitionException if there is no such branch
     */
    public <T> Optional<Outcome<T>> outcome(AgentKey<T> branch) {
        Optional<Outcome<T>> outcome = progress.latest(branch);
        if (outcome.isEmpty()
                && branches.stream().noneMatch(agent -> agent.key().equals(branch))) {
            throw new InvalidDefinitionException("an aggregation reads " + branch + ", which is no branch; read one of "
                    + branches.stream().map(Agent::key).toList());
        }
        return outcome;
    }

    /** How many branches have ended. */
    public int ended() {
        return progress.ended();
    }

    /** The outcomes there are, in declared order. */
    public List<ActivationOutcome<?>> outcomes() {
        List<ActivationOutcome<?>> outcomes = new ArrayList<>(progress.ended());
        for (Agent<?> branch : branches) {
            progress.latestOf(branch.key()).ifPresent(outcomes::add);
        }
        return outcomes;
    }

    /**
     * The outputs there are of branches that give outputs of one class, in declared order.
     *
     * @throws InvalidDefinitionException if a branch gave another one
     */
    public <T> List<T> outputs(Class<T> type) {
        List<T> outputs = new ArrayList<>(progress.outputs());
        for (ActivationOutcome<?> ended : outcomes()) {
            @Nullable Object output = Ended.output(ended.outcome());
            if (output == null) {
                continue;
            }
            if (!type.isInstance(output)) {
                throw new InvalidDefinitionException("an aggregation reads all outputs as " + type.getName()
                        + ", but the branch " + ended.key() + " gave a "
                        + output.getClass().getName() + "; read each with output(key)");
            }
            outputs.add(type.cast(output));
        }
        return outputs;
    }

    /** The output that came last. */
    Object newest() {
        return progress.last().flatMap(ended -> ended.outcome().output()).orElseThrow();
    }

    /** Why there are not enough outputs: the only failure there is, or one that names each. */
    Failure failure(int needed) {
        List<ActivationOutcome<?>> without = new ArrayList<>(outcomes());
        without.removeIf(ended -> Ended.output(ended.outcome()) != null);
        List<Failure> failures =
                without.stream().map(ended -> Ended.failure("branch", ended)).toList();
        Failure first = failures.getFirst();
        if (failures.size() == 1) {
            return first;
        }
        StringBuilder named = new StringBuilder();
        for (int i = 0; i < Math.min(failures.size(), MOST_NAMED); i++) {
            named.append(i == 0 ? ": " : "; ")
                    .append(without.get(i).id())
                    .append(' ')
                    .append(without.get(i).outcome().label())
                    .append(": ")
                    .append(failures.get(i).message());
        }
        named.append(failures.size() > MOST_NAMED ? "; and " + (failures.size() - MOST_NAMED) + " more" : "");
        boolean alike = failures.stream().allMatch(failure -> failure.kind() == first.kind());
        return new Failure(
                alike ? first.kind() : FailureKind.AGENT_ERROR,
                "branches",
                needed + " of " + branches.size() + " branches had to give an output, and " + failures.size()
                        + " gave none" + named,
                failures.stream().anyMatch(Failure::retryable));
    }
}

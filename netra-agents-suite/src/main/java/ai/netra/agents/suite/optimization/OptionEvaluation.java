package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What the same requests would cost and need on one option of the catalog.
 *
 * @param option the option's name
 * @param provider who offers it
 * @param cost what the recorded requests cost on it, growth included where the request states one
 * @param costPerMonth the same for 30 days at the observed pace
 * @param saving what it costs less than the models in use for the same requests (more, if negative); absent unless those are named
 * @param savingShare the saving divided by the current cost
 * @param quality its quality score, where the catalog has one
 * @param replicas how many replicas serve the requests; with a latency demanded, as many as keep it, if any number does
 * @param latencyP50 the 50th percentile of waiting and serving with so many replicas
 * @param latencyP95 the 95th percentile of waiting and serving with so many replicas
 * @param latencyP99 the 99th percentile of waiting and serving with so many replicas
 * @param servingP95 the 95th percentile of serving alone: no number of replicas gives less
 * @param notFitting requests beyond its context window or most output, if the catalog says those
 * @param constraints how it stands with what the request demands
 */
public record OptionEvaluation(
        String option,
        String provider,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Optional<Quantity> saving,
        Optional<Quantity> savingShare,
        Optional<Quantity> quality,
        Optional<Quantity> replicas,
        Optional<Quantity> latencyP50,
        Optional<Quantity> latencyP95,
        Optional<Quantity> latencyP99,
        Optional<Quantity> servingP95,
        Optional<Quantity> notFitting,
        List<ConstraintCheck> constraints) {
    /** Copies the list. */
    public OptionEvaluation {
        constraints = List.copyOf(constraints);
    }

    /** Whether no constraint is known to be broken. */
    public boolean honorsConstraints() {
        return constraints.stream().noneMatch(check -> check.verdict() == ConstraintVerdict.NOT_MET);
    }
}

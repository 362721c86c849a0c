package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What a plan to serve a workload comes to, by replaying the recorded requests. What the catalog does not say is absent.
 *
 * @param plan its name
 * @param type {@code routing} for one model, {@code tiering} for several
 * @param models the models it uses
 * @param cost what the requests replayed cost
 * @param costPerMonth the cost of 30 days at the observed pace
 * @param saving what it costs less than the current configuration; absent unless the current model is named
 * @param savingShare the saving divided by the current cost
 * @param latencyP50 the median latency
 * @param latencyP95 the 95th percentile of latency; of several pools, that of the slowest
 * @param latencyP99 the 99th percentile
 * @param replicas the least replicas that keep up, or that meet the latency target
 * @param quality the catalog's score, of several models the lowest
 * @param availability the catalog's share of time, of several models the lowest
 * @param requestsNotFitting requests beyond the context window or the most output
 * @param checks whether each constraint is kept
 */
public record PlanEvaluation(
        String plan,
        String type,
        List<String> models,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Optional<Quantity> saving,
        Optional<Quantity> savingShare,
        Optional<Quantity> latencyP50,
        Optional<Quantity> latencyP95,
        Optional<Quantity> latencyP99,
        Optional<Quantity> replicas,
        Optional<Quantity> quality,
        Optional<Quantity> availability,
        Optional<Quantity> requestsNotFitting,
        List<ConstraintCheck> checks) {
    /** Copies the lists. */
    public PlanEvaluation {
        models = List.copyOf(models);
        checks = List.copyOf(checks);
    }

    /** Whether no constraint is known to be broken. */
    public boolean acceptable() {
        return checks.stream().noneMatch(check -> check.status() == CheckStatus.NOT_MET);
    }

    /** The checks of a status. */
    public List<ConstraintCheck> checks(CheckStatus status) {
        return checks.stream().filter(check -> check.status() == status).toList();
    }

    PlanEvaluation with(List<ConstraintCheck> newChecks) {
        return new PlanEvaluation(
                plan, type, models, cost, costPerMonth, saving, savingShare, latencyP50, latencyP95, latencyP99, replicas, quality,
                availability, requestsNotFitting, newChecks);
    }

    PlanEvaluation withSaving(Quantity newSaving, Optional<Quantity> newShare) {
        return new PlanEvaluation(
                plan, type, models, cost, costPerMonth, Optional.of(newSaving), newShare, latencyP50, latencyP95, latencyP99, replicas,
                quality, availability, requestsNotFitting, checks);
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What a plan comes to for the workload's requests. What nobody measured or said is absent.
 *
 * @param plan its name; that of the model, if it sends everything to one
 * @param type the kind of change it is
 * @param models the models it uses
 * @param cost tokens times price, growth included where usage is said to grow
 * @param costPerMonth the same for 30 days at the observed pace; absent for requests that all came at one instant
 * @param saving what it costs less than the models in use for the same requests (more, if negative); absent unless those are named
 * @param savingShare the saving divided by the current cost; absent also if that is zero
 * @param quality the lowest quality score of its models
 * @param availability the lowest availability of its models
 * @param replicas how many replicas serve the requests: as many as keep the latency demanded, if any number does, else as many as keep up
 * @param latencyP50 the 50th percentile of waiting and serving, of the slowest route
 * @param latencyP95 the 95th percentile of waiting and serving, of the slowest route
 * @param latencyP99 the 99th percentile of waiting and serving, of the slowest route
 * @param servingP95 the 95th percentile of serving alone, of the slowest route: no number of replicas gives less
 * @param notFitting requests beyond a context window or most output
 * @param routes which requests go where
 * @param constraints how it stands with what is wanted
 */
public record PlanEvaluation(
        String plan,
        StrategyType type,
        List<String> models,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Optional<Quantity> saving,
        Optional<Quantity> savingShare,
        Optional<Quantity> quality,
        Optional<Quantity> availability,
        Optional<Quantity> replicas,
        Optional<Quantity> latencyP50,
        Optional<Quantity> latencyP95,
        Optional<Quantity> latencyP99,
        Optional<Quantity> servingP95,
        Optional<Quantity> notFitting,
        List<RouteEvaluation> routes,
        List<ConstraintCheck> constraints) {
    /** Copies the lists. */
    public PlanEvaluation {
        models = List.copyOf(models);
        routes = List.copyOf(routes);
        constraints = List.copyOf(constraints);
    }

    /** Whether no constraint is known to be broken. */
    public boolean honorsConstraints() {
        return constraints(ConstraintVerdict.NOT_MET).isEmpty();
    }

    /** The constraints with that verdict. */
    public List<ConstraintCheck> constraints(ConstraintVerdict verdict) {
        return constraints.stream().filter(check -> check.verdict() == verdict).toList();
    }

    PlanEvaluation with(List<ConstraintCheck> checks) {
        return new PlanEvaluation(
                plan,
                type,
                models,
                cost,
                costPerMonth,
                saving,
                savingShare,
                quality,
                availability,
                replicas,
                latencyP50,
                latencyP95,
                latencyP99,
                servingP95,
                notFitting,
                routes,
                checks);
    }
}

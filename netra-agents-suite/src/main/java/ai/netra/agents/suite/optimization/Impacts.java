package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What changes from one plan to another. */
final class Impacts {
    static final String ALL = "all requests";

    private Impacts() {}

    /** Measure by measure; without a plan before, only what comes after. */
    static List<Impact> between(Optional<PlanEvaluation> before, PlanEvaluation after) {
        return Stream.of(
                        of("cost", ALL, before.map(PlanEvaluation::cost), Optional.of(after.cost())),
                        of("cost_per_month", ALL, before.flatMap(PlanEvaluation::costPerMonth), after.costPerMonth()),
                        of("quality", ALL, before.flatMap(PlanEvaluation::quality), after.quality()),
                        of("serving_p95", ALL, before.flatMap(PlanEvaluation::servingP95), after.servingP95()),
                        latencyIfDemanded(before, after),
                        of("replicas", ALL, before.flatMap(PlanEvaluation::replicas), after.replicas()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** From what serves the workload now to a plan, and where usage is said to grow, what that costs against today. */
    static List<Impact> improvements(
            Optional<PlanEvaluation> original,
            PlanEvaluation unchanged,
            PlanEvaluation plan,
            Optional<Quantity> growth) {
        List<Impact> impacts = new ArrayList<>(between(Optional.of(unchanged), plan));
        growth.flatMap(factor -> of(
                        "cost",
                        "today's usage against usage x " + factor.value().toPlainString(),
                        original.map(PlanEvaluation::cost),
                        Optional.of(plan.cost())))
                .ifPresent(impacts::add);
        return impacts;
    }

    /** Waiting depends on the number of replicas, and that says something only if it was made to keep a latency. */
    private static Optional<Impact> latencyIfDemanded(Optional<PlanEvaluation> before, PlanEvaluation after) {
        boolean demanded = after.constraints().stream()
                .anyMatch(check -> check.constraint().startsWith("p95 latency"));
        return demanded
                ? of("latency_p95", ALL, before.flatMap(PlanEvaluation::latencyP95), after.latencyP95())
                : Optional.empty();
    }

    /** The same for the requests of one feature, which several models may serve today. */
    static List<Impact> between(String scope, List<RouteEvaluation> before, RouteEvaluation after) {
        List<Impact> impacts = new ArrayList<>();
        Optional<Quantity> costBefore = before.isEmpty() ? Optional.empty() : Optional.of(PlanFigures.cost(before));
        Optional<RouteEvaluation> only = before.size() == 1 ? Optional.of(before.getFirst()) : Optional.empty();
        of("cost", scope, costBefore, Optional.of(after.cost())).ifPresent(impacts::add);
        of("quality", scope, only.flatMap(RouteEvaluation::quality), after.quality())
                .ifPresent(impacts::add);
        of("serving_p95", scope, only.flatMap(RouteEvaluation::servingP95), after.servingP95())
                .ifPresent(impacts::add);
        of("replicas", scope, only.flatMap(RouteEvaluation::replicas), after.replicas())
                .ifPresent(impacts::add);
        return impacts;
    }

    /** One measure; absent if there is nothing after. */
    static Optional<Impact> of(String measure, String scope, Optional<Quantity> before, Optional<Quantity> after) {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        Optional<Quantity> change = before.map(was -> after.get().minus(was, "after - before"));
        Optional<Quantity> share = before.filter(was -> was.value().signum() != 0)
                .flatMap(was -> change.map(difference -> new Quantity(
                        Quantity.quotient(difference.value(), was.value()),
                        Unit.RATIO,
                        difference.provenance(),
                        "(after - before) / before")));
        return Optional.of(new Impact(measure, scope, before, after, change, share));
    }
}

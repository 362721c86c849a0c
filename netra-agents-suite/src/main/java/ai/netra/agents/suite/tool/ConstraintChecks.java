package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.cost.CapacityEstimate;
import ai.netra.agents.suite.cost.PlanResult;
import ai.netra.agents.suite.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a plan against what is wanted. What the figures do not say is not verifiable, never met. */
final class ConstraintChecks {
    private final ResourceConstraints wanted;
    private final Optional<PlanEvaluation> today;
    private final Map<String, String> routeOfFeature;

    /**
     * Checks against these wishes.
     *
     * @param wanted what is wanted
     * @param today the current configuration at today's usage, where it is known
     * @param routeOfFeature for each capped feature that the trace has, the route its requests take
     */
    ConstraintChecks(ResourceConstraints wanted, Optional<PlanEvaluation> today, Map<String, String> routeOfFeature) {
        this.wanted = wanted;
        this.today = today;
        this.routeOfFeature = routeOfFeature;
    }

    List<ConstraintCheck> of(PlanEvaluation plan, PlanResult result) {
        List<ConstraintCheck> checks = new ArrayList<>();
        checks.add(fits(plan));
        wanted.costFactor().ifPresent(factor -> checks.add(atMost(
                "cost at most " + factor.toPlainString() + " of today's", Optional.of(plan.cost()), today.map(PlanEvaluation::cost), factor)));
        wanted.maxMonthlyCostUsd().ifPresent(most -> checks.add(
                atMost("at most " + most.toPlainString() + " usd per month", plan.costPerMonth(), most)));
        wanted.latencyFactor().ifPresent(factor -> checks.add(atMost(
                "p95 latency at most " + shown(factor) + " of today's", plan.latencyP95(), today.flatMap(PlanEvaluation::latencyP95), factor)));
        wanted.maxLatencyMs().ifPresent(most ->
                checks.add(atMost("p95 latency at most " + most.toPlainString() + " ms", plan.latencyP95(), most)));
        wanted.featureCaps().forEach(cap -> checks.add(capped(cap, result)));
        if (wanted.keep().contains("cost")) {
            checks.add(atMost("cost not above today's", Optional.of(plan.cost()), today.map(PlanEvaluation::cost), BigDecimal.ONE));
        }
        if (wanted.keep().contains("latency")) {
            checks.add(atMost(
                    "p95 latency not above today's", plan.latencyP95(), today.flatMap(PlanEvaluation::latencyP95), BigDecimal.ONE));
        }
        if (wanted.keep().contains("quality")) {
            checks.add(quality(plan));
        }
        return checks;
    }

    private static ConstraintCheck fits(PlanEvaluation plan) {
        String constraint = "every request fits the models' limits";
        return plan.requestsNotFitting()
                .map(count -> check(
                        constraint,
                        count.value().signum() == 0,
                        count.value().toPlainString() + " requests are beyond the context window or the most output"))
                .orElseGet(() -> unverifiable(constraint, "the catalog does not say the context window"));
    }

    private ConstraintCheck capped(FeatureLatencyCap cap, PlanResult result) {
        String constraint = "p95 latency of " + cap.feature() + " at most " + cap.maxMs().toPlainString() + " ms";
        String route = routeOfFeature.get(cap.feature());
        if (route == null) {
            return unverifiable(constraint, "the data has no feature of that name; give each request its feature");
        }
        Optional<Quantity> p95 = result.pools().stream()
                .filter(pool -> pool.route().equals(route))
                .flatMap(pool -> pool.capacity().stream())
                .map(CapacityEstimate::latencyP95)
                .findFirst();
        return atMost(constraint, p95, cap.maxMs());
    }

    private ConstraintCheck quality(PlanEvaluation plan) {
        String constraint = "quality not below today's";
        Optional<Quantity> now = today.flatMap(PlanEvaluation::quality);
        if (now.isEmpty() || plan.quality().isEmpty()) {
            return unverifiable(
                    constraint,
                    today.isEmpty() ? "the current model is not named" : "the catalog does not say the quality of both models");
        }
        return check(
                constraint,
                plan.quality().get().value().compareTo(now.get().value()) >= 0,
                "catalog score " + shown(plan.quality().get()) + " against " + shown(now.get()));
    }

    private static ConstraintCheck atMost(
            String constraint, Optional<Quantity> figure, Optional<Quantity> today, BigDecimal factor) {
        return today.map(now -> atMost(constraint, figure, now.value().multiply(factor)))
                .orElseGet(() -> unverifiable(constraint, "today's figure is not known: name the current model"));
    }

    private static ConstraintCheck atMost(String constraint, Optional<Quantity> figure, BigDecimal most) {
        return figure.map(f -> check(constraint, f.value().compareTo(most) <= 0, shown(f) + " against " + shown(most)))
                .orElseGet(() -> unverifiable(constraint, "the catalog does not say how fast the model is"));
    }

    private static ConstraintCheck check(String constraint, boolean met, String detail) {
        return new ConstraintCheck(constraint, met ? CheckStatus.MET : CheckStatus.NOT_MET, detail);
    }

    private static ConstraintCheck unverifiable(String constraint, String missing) {
        return new ConstraintCheck(constraint, CheckStatus.NOT_VERIFIABLE, missing);
    }

    private static String shown(Quantity quantity) {
        return shown(quantity.value()) + " " + quantity.unit() + " (" + quantity.provenance() + ")";
    }

    private static String shown(BigDecimal value) {
        return value.setScale(Math.min(Math.max(value.scale(), 0), 4), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a plan against what is wanted. What the figures do not say is not verifiable, never met. */
final class ConstraintChecks {
    private static final String NO_SPEED =
            "the catalog does not say how fast a model of this plan is, or keeping up takes more than 100,000 requests"
                    + " at once";
    private static final String NO_CURRENT = "today's figure is not known: name the current model";

    private final ResourceConstraints wanted;
    private final Optional<PlanEvaluation> original;
    private final Optional<PlanEvaluation> unchanged;
    private final LatencyReference reference;
    private final Map<String, String> features;

    /**
     * Checks against these wishes.
     *
     * @param wanted what is wanted
     * @param original the current configuration at today's usage, where it is known
     * @param unchanged the same at the usage asked about
     * @param reference today's latency
     * @param features for each capped feature its name in the trace, if that has it; {@code ""} where the cap is taken for all requests
     */
    ConstraintChecks(
            ResourceConstraints wanted,
            Optional<PlanEvaluation> original,
            Optional<PlanEvaluation> unchanged,
            LatencyReference reference,
            Map<String, String> features) {
        this.wanted = wanted;
        this.original = original;
        this.unchanged = unchanged;
        this.reference = reference;
        this.features = features;
    }

    PlanEvaluation check(PlanEvaluation plan) {
        List<ConstraintCheck> checks = new ArrayList<>();
        checks.add(fits(plan));
        wanted.costFactor().ifPresent(factor -> checks.add(relativeCost(plan, factor)));
        wanted.maxMonthlyCostUsd().ifPresent(most -> checks.add(budget(plan, most)));
        wanted.latencyFactor().ifPresent(factor -> checks.add(relativeLatency(plan, factor)));
        wanted.maxLatencyMs()
                .ifPresent(most -> checks.add(atMost(
                        "p95 latency at most " + shown(most) + " ms",
                        plan.latencyP95(),
                        limit(most, "the demanded latency"),
                        NO_SPEED)));
        wanted.featureCaps().forEach(cap -> checks.add(capped(cap, plan)));
        if (wanted.keep().contains("cost")) {
            checks.add(atMost(
                    "cost not above today's",
                    Optional.of(plan.cost()),
                    original.map(PlanEvaluation::cost),
                    NO_CURRENT));
        }
        if (wanted.keep().contains("latency")) {
            checks.add(atMost(
                    "p95 of serving not above today's",
                    plan.servingP95(),
                    original.flatMap(PlanEvaluation::servingP95),
                    original.isEmpty() ? NO_CURRENT : NO_SPEED));
        }
        if (wanted.keep().contains("quality")) {
            checks.add(quality(plan));
        }
        return plan.with(checks);
    }

    /** Whether the plan's models score no lower than those that serve the same requests today. */
    ConstraintCheck quality(PlanEvaluation plan) {
        String constraint = "quality not below today's";
        if (plan.type() == StrategyType.SCALING) {
            return check(constraint, true, plan.quality(), plan.quality(), "the same models as today");
        }
        if (unchanged.isEmpty()) {
            return unverifiable(constraint, NO_CURRENT);
        }
        ConstraintCheck worst = check(constraint, true, Optional.empty(), Optional.empty(), "the same models as today");
        for (RouteEvaluation route : changed(plan)) {
            Optional<Quantity> needed = needed(route.feature());
            if (needed.isEmpty() || route.quality().isEmpty()) {
                return unverifiable(constraint, "the catalog does not say the quality of all models concerned");
            }
            boolean kept = route.quality().get().value().compareTo(needed.get().value()) >= 0;
            if (!kept || worst.limit().isEmpty()) {
                worst = check(
                        constraint,
                        kept && worst.verdict() == ConstraintVerdict.MET,
                        route.quality(),
                        needed,
                        "catalog scores for " + route.match() + ": "
                                + shown(route.quality().get()) + " against " + shown(needed.get()));
            }
        }
        return worst;
    }

    /** The highest score among the models that serve the feature's requests today; absent if any has none. */
    Optional<Quantity> needed(Optional<String> feature) {
        List<RouteEvaluation> today = today(feature);
        return today.stream().anyMatch(route -> route.quality().isEmpty())
                ? Optional.empty()
                : today.stream().flatMap(route -> route.quality().stream()).max(Comparator.comparing(Quantity::value));
    }

    /** How today's requests of a feature are served; of no feature, those of none, or all. */
    List<RouteEvaluation> today(Optional<String> feature) {
        List<RouteEvaluation> all = unchanged.map(PlanEvaluation::routes).orElse(List.of());
        List<RouteEvaluation> same =
                all.stream().filter(route -> route.feature().equals(feature)).toList();
        return same.isEmpty() ? all : same;
    }

    /** The most that 95 % of a feature's requests may take; of no feature, that of all. */
    Optional<BigDecimal> latencyLimit(Optional<String> feature) {
        return wanted.featureCaps().stream()
                .filter(cap -> Optional.ofNullable(features.get(cap.feature()))
                        .filter(name -> name.isEmpty() || Optional.of(name).equals(feature))
                        .isPresent())
                .map(FeatureLatencyCap::maxMs)
                .min(Comparator.naturalOrder())
                .or(this::globalLatencyLimit);
    }

    Optional<BigDecimal> globalLatencyLimit() {
        Optional<BigDecimal> relative = wanted.latencyFactor()
                .flatMap(factor -> reference.p95().map(p95 -> p95.value().multiply(factor)));
        Optional<BigDecimal> forAll = wanted.featureCaps().stream()
                .filter(cap -> "".equals(features.get(cap.feature())))
                .map(FeatureLatencyCap::maxMs)
                .min(Comparator.naturalOrder());
        return List.of(wanted.maxLatencyMs(), relative, forAll).stream()
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private List<RouteEvaluation> changed(PlanEvaluation plan) {
        return switch (plan.type()) {
            case TIERING ->
                plan.routes().stream()
                        .filter(route -> route.upToInputTokens().isPresent())
                        .toList();
            case FALLBACK ->
                plan.routes().stream()
                        .filter(route -> route.match().equals(RequestClass.FAILED.match()))
                        .toList();
            case ROUTING, SCALING, CACHING, BATCHING -> plan.routes();
        };
    }

    private ConstraintCheck fits(PlanEvaluation plan) {
        String constraint = "every request fits the models' limits";
        return plan.notFitting()
                .map(count -> check(
                        constraint,
                        count.value().signum() == 0,
                        plan.notFitting(),
                        Optional.empty(),
                        shown(count.value()) + " requests are beyond a context window or most output"))
                .orElseGet(() -> unverifiable(constraint, "the catalog does not say every model's context window"));
    }

    private ConstraintCheck relativeCost(PlanEvaluation plan, BigDecimal factor) {
        Optional<Quantity> limit = original.map(PlanEvaluation::cost)
                .map(today -> new Quantity(
                        today.value().multiply(factor),
                        today.unit(),
                        today.provenance(),
                        shown(factor) + " x today's cost at today's usage"));
        return atMost("cost at most " + shown(factor) + " of today's", Optional.of(plan.cost()), limit, NO_CURRENT);
    }

    private ConstraintCheck budget(PlanEvaluation plan, BigDecimal most) {
        return atMost(
                "at most " + shown(most) + " usd per month",
                plan.costPerMonth(),
                Optional.of(Quantity.userStated(most, Unit.USD_PER_MONTH, "the stated budget")),
                "all requests came at one instant, so that no cost per month can be told");
    }

    private ConstraintCheck relativeLatency(PlanEvaluation plan, BigDecimal factor) {
        Optional<Quantity> limit = reference
                .p95()
                .map(today -> new Quantity(
                        today.value().multiply(factor),
                        today.unit(),
                        today.provenance(),
                        shown(factor) + " x today's: " + today.basis()));
        return atMost(
                "p95 latency at most " + shown(factor) + " of today's",
                plan.latencyP95(),
                limit,
                limit.isEmpty()
                        ? "today's latency is not known: add a latency to the trace, or name the current model"
                        : NO_SPEED);
    }

    private ConstraintCheck capped(FeatureLatencyCap cap, PlanEvaluation plan) {
        String constraint = "p95 latency of " + cap.feature() + " at most " + shown(cap.maxMs()) + " ms";
        String name = features.get(cap.feature());
        Optional<Quantity> limit = limit(cap.maxMs(), "the demanded latency of " + cap.feature());
        if (name == null) {
            return unverifiable(
                    constraint,
                    "the trace has no feature of that name: record the feature of each request as '" + cap.feature()
                            + "'");
        }
        if (name.isEmpty()) {
            ConstraintCheck check = atMost(constraint, plan.latencyP95(), limit, NO_SPEED);
            return new ConstraintCheck(
                    check.constraint(),
                    check.verdict(),
                    check.limit(),
                    check.actual(),
                    check.reason() + "; the trace tells no features apart, so all requests are taken for those of "
                            + cap.feature());
        }
        List<RouteEvaluation> routes = plan.routes().stream()
                .filter(route -> route.feature().equals(Optional.of(name)))
                .toList();
        if (routes.isEmpty()) {
            return unverifiable(constraint, "this plan does not tell the feature's requests from others");
        }
        Optional<Quantity> slowest =
                routes.stream().anyMatch(route -> route.latencyP95().isEmpty())
                        ? Optional.empty()
                        : routes.stream()
                                .flatMap(route -> route.latencyP95().stream())
                                .max(Comparator.comparing(Quantity::value));
        return atMost(constraint, slowest, limit, NO_SPEED);
    }

    private static Optional<Quantity> limit(BigDecimal ms, String basis) {
        return Optional.of(Quantity.userStated(ms, Unit.MS, basis));
    }

    private static ConstraintCheck atMost(
            String constraint, Optional<Quantity> actual, Optional<Quantity> limit, String missing) {
        if (actual.isEmpty() || limit.isEmpty()) {
            return new ConstraintCheck(constraint, ConstraintVerdict.NOT_VERIFIABLE, limit, actual, missing);
        }
        return check(
                constraint,
                actual.get().value().compareTo(limit.get().value()) <= 0,
                actual,
                limit,
                shown(actual.get()) + " against " + shown(limit.get()));
    }

    private static ConstraintCheck check(
            String constraint, boolean met, Optional<Quantity> actual, Optional<Quantity> limit, String reason) {
        return new ConstraintCheck(
                constraint, met ? ConstraintVerdict.MET : ConstraintVerdict.NOT_MET, limit, actual, reason);
    }

    private static ConstraintCheck unverifiable(String constraint, String missing) {
        return new ConstraintCheck(
                constraint, ConstraintVerdict.NOT_VERIFIABLE, Optional.empty(), Optional.empty(), missing);
    }

    private static String shown(Quantity quantity) {
        return Shown.of(quantity);
    }

    private static String shown(BigDecimal value) {
        BigDecimal plain = value.setScale(Math.min(Math.max(value.scale(), 0), 4), RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return plain.toPlainString();
    }
}

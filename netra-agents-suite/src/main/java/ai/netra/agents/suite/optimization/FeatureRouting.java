package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds for each feature the model that serves it best, at no lower quality score than today's and within its latency cap. The features' requests were
 * replayed apart, so that their figures add up.
 */
final class FeatureRouting {
    private final ResourceConstraints wanted;
    private final ConstraintChecks checks;
    private final List<PlanEvaluation> options;

    /**
     * Routing among these plans.
     *
     * @param wanted what is wanted
     * @param checks what a route must keep
     * @param options plans that send everything to one option, told apart by feature
     */
    FeatureRouting(ResourceConstraints wanted, ConstraintChecks checks, List<PlanEvaluation> options) {
        this.wanted = wanted;
        this.checks = checks;
        this.options = options;
    }

    /** The routes, or empty if features are not told apart, nothing would change, or all of them would go the same way. */
    Optional<List<RouteEvaluation>> routes(PlanEvaluation unchanged) {
        Set<Optional<String>> features = new LinkedHashSet<>();
        unchanged.routes().forEach(route -> features.add(route.feature()));
        if (features.size() < 2) {
            return Optional.empty();
        }
        List<RouteEvaluation> routes = new ArrayList<>();
        for (Optional<String> feature : features) {
            List<RouteEvaluation> today = checks.today(feature);
            Optional<RouteEvaluation> best = options.stream()
                    .flatMap(plan -> plan.routes().stream())
                    .filter(route -> route.feature().equals(feature))
                    .filter(route -> allowed(route, feature))
                    .min(Comparator.comparing(this::badness)
                            .thenComparing(route -> route.cost().value()));
            if (best.isPresent() && better(best.get(), today)) {
                routes.add(best.get());
            } else {
                routes.addAll(today);
            }
        }
        boolean oneModel =
                routes.stream().map(RouteEvaluation::model).distinct().count() == 1;
        return oneModel || routes.equals(unchanged.routes()) ? Optional.empty() : Optional.of(routes);
    }

    private boolean allowed(RouteEvaluation route, Optional<String> feature) {
        boolean fits =
                route.notFitting().filter(count -> count.value().signum() > 0).isEmpty();
        return fits && keepsLatency(route, feature) && keepsQuality(route, feature);
    }

    private boolean keepsLatency(RouteEvaluation route, Optional<String> feature) {
        Optional<BigDecimal> limit = checks.latencyLimit(feature);
        return limit.isEmpty()
                || route.latencyP95()
                        .filter(p95 -> p95.value().compareTo(limit.get()) <= 0)
                        .isPresent();
    }

    private boolean keepsQuality(RouteEvaluation route, Optional<String> feature) {
        return checks.needed(feature)
                .flatMap(needed -> route.quality().map(score -> score.value().compareTo(needed.value()) >= 0))
                .orElse(false);
    }

    private boolean better(RouteEvaluation route, List<RouteEvaluation> today) {
        boolean breaks = today.stream().anyMatch(now -> !keepsLatency(now, now.feature()));
        BigDecimal now = switch (wanted.objective()) {
            case "latency", "quality" ->
                today.stream().map(this::badness).max(Comparator.naturalOrder()).orElseThrow();
            default -> today.stream().map(r -> r.cost().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
        };
        return breaks || badness(route).compareTo(now) < 0;
    }

    /** What to make small; a figure that is not known is worse than any that is. */
    private BigDecimal badness(RouteEvaluation route) {
        Optional<BigDecimal> figure = switch (wanted.objective()) {
            case "latency" ->
                (wanted.demandLatency() ? Optional.of(route.cost()) : route.servingP95()).map(Quantity::value);
            case "quality" -> route.quality().map(score -> score.value().negate());
            default -> Optional.of(route.cost().value());
        };
        return figure.orElse(new BigDecimal("1E18"));
    }
}

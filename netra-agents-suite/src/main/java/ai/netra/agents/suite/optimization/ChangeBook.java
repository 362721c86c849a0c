package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a plan into the recommendations that carry it out. */
final class ChangeBook {
    private final Optional<PlanEvaluation> unchanged;
    private final RequestPriority priority;

    /**
     * Recommendations for changing a configuration.
     *
     * @param unchanged the current configuration, where it is known
     * @param priority how soon
     */
    ChangeBook(Optional<PlanEvaluation> unchanged, RequestPriority priority) {
        this.unchanged = unchanged;
        this.priority = priority;
    }

    List<Recommendation> of(StrategyEntry entry) {
        PlanEvaluation plan = entry.plan().orElseThrow();
        return switch (plan.type()) {
            case ROUTING -> plan.models().size() == 1 ? List.of(toOneModel(entry, plan)) : byFeature(plan);
            case TIERING -> List.of(tiering(entry, plan));
            case SCALING -> List.of(scaling(entry, plan));
            case FALLBACK -> List.of(fallback(entry, plan));
            case CACHING, BATCHING -> List.of();
        };
    }

    private Recommendation toOneModel(StrategyEntry entry, PlanEvaluation plan) {
        Map<String, Setting> parameters = new LinkedHashMap<>();
        parameters.put("model", Setting.of(plan.models().getFirst()));
        from(unchanged.map(PlanEvaluation::routes).orElse(List.of()))
                .ifPresent(now -> parameters.put("from_model", now));
        parameters.put("when", Setting.of(RequestClass.ALL.match()));
        plan.replicas().ifPresent(replicas -> parameters.put("replicas", Setting.of(replicas)));
        return new Recommendation(
                RecommendationType.ROUTING,
                entry.strategy().name() + instead() + ".",
                parameters,
                priority,
                entry.strategy().impact());
    }

    private List<Recommendation> byFeature(PlanEvaluation plan) {
        List<Recommendation> recommendations = new ArrayList<>();
        List<RouteEvaluation> today = unchanged.map(PlanEvaluation::routes).orElse(List.of());
        for (RouteEvaluation route : plan.routes()) {
            if (today.contains(route)) {
                continue;
            }
            List<RouteEvaluation> before = today.stream()
                    .filter(now -> now.feature().equals(route.feature()))
                    .toList();
            Map<String, Setting> parameters = new LinkedHashMap<>();
            route.feature().ifPresent(feature -> parameters.put("feature", Setting.of(feature)));
            parameters.put("model", Setting.of(route.model()));
            from(before).ifPresent(now -> parameters.put("from_model", now));
            parameters.put("when", Setting.of(route.match()));
            route.replicas().ifPresent(replicas -> parameters.put("replicas", Setting.of(replicas)));
            recommendations.add(new Recommendation(
                    RecommendationType.ROUTING,
                    "Send the requests of " + route.match() + " to " + route.model() + ".",
                    parameters,
                    priority,
                    Impacts.between(route.match(), before, route)));
        }
        return recommendations;
    }

    private Recommendation tiering(StrategyEntry entry, PlanEvaluation plan) {
        RouteEvaluation small = plan.routes().stream()
                .filter(route -> route.upToInputTokens().isPresent())
                .findFirst()
                .orElseThrow();
        List<RouteEvaluation> rest = plan.routes().stream()
                .filter(route -> route.upToInputTokens().isEmpty())
                .toList();
        Map<String, Setting> parameters = new LinkedHashMap<>();
        parameters.put("tier_model", Setting.of(small.model()));
        small.upToInputTokens().ifPresent(limit -> parameters.put("up_to_input_tokens", Setting.of(limit)));
        parameters.put("when", Setting.of(small.match()));
        small.replicas().ifPresent(replicas -> parameters.put("tier_replicas", Setting.of(replicas)));
        if (rest.size() == 1) {
            parameters.put("model", Setting.of(rest.getFirst().model()));
            rest.getFirst().replicas().ifPresent(replicas -> parameters.put("replicas", Setting.of(replicas)));
        }
        return new Recommendation(
                RecommendationType.TIERING,
                entry.strategy().name() + ", and leave the others where they are.",
                parameters,
                priority,
                entry.strategy().impact());
    }

    private Recommendation scaling(StrategyEntry entry, PlanEvaluation plan) {
        Map<String, Setting> parameters = new LinkedHashMap<>();
        if (plan.models().size() == 1) {
            parameters.put("model", Setting.of(plan.models().getFirst()));
        }
        plan.replicas().ifPresent(replicas -> parameters.put("replicas", Setting.of(replicas)));
        return new Recommendation(
                RecommendationType.SCALING,
                entry.strategy().name() + ", where you run replicas yourself.",
                parameters,
                priority,
                entry.strategy().impact());
    }

    private Recommendation fallback(StrategyEntry entry, PlanEvaluation plan) {
        Map<String, Setting> parameters = new LinkedHashMap<>();
        unchanged
                .filter(now -> now.models().size() == 1)
                .ifPresent(
                        now -> parameters.put("model", Setting.of(now.models().getFirst())));
        RouteEvaluation retried = plan.routes().getLast();
        parameters.put("fallback_model", Setting.of(retried.model()));
        parameters.put("when", Setting.of("a request failed"));
        Quantity requests = retried.requests();
        return new Recommendation(
                RecommendationType.FALLBACK,
                entry.strategy().name() + ": " + requests.value().toPlainString() + " recorded requests failed.",
                parameters,
                RequestPriority.MEDIUM,
                entry.strategy().impact());
    }

    private static Optional<Setting> from(List<RouteEvaluation> before) {
        List<String> models =
                before.stream().map(RouteEvaluation::model).distinct().toList();
        return models.isEmpty() ? Optional.empty() : Optional.of(Setting.of(String.join(", ", models)));
    }

    private String instead() {
        return unchanged
                .map(now -> " instead of " + String.join(", ", now.models()))
                .orElse("");
    }
}

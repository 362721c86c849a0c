package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.data.Projection;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.tool.PlanEvaluation;
import ai.netra.agents.suite.tool.ResourceOptimization;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.Triage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What to do, from the strategies that were measured; most important first. */
final class Recommendations {
    private Recommendations() {}

    static List<Recommendation> of(
            Triage triage,
            DataAssessment data,
            Optional<ResourceOptimization> evaluation,
            List<OptimizationStrategy> strategies) {
        List<Recommendation> recommendations = new ArrayList<>();
        evaluation.ifPresent(e -> {
            e.optimized().ifPresent(best -> serving(e, best, strategies).ifPresent(recommendations::add));
            limits(triage, data).ifPresent(recommendations::add);
            e.optimized().or(e::original).ifPresent(plan -> {
                scaling(plan, strategies, triage).ifPresent(recommendations::add);
                fallback(plan, strategies).ifPresent(recommendations::add);
            });
        });
        return recommendations;
    }

    private static Optional<Recommendation> serving(
            ResourceOptimization evaluation, PlanEvaluation best, List<OptimizationStrategy> strategies) {
        return strategy(strategies, best.type().equals("tiering") ? StrategyType.TIERING : StrategyType.ROUTING).map(strategy -> {
            Map<String, Setting> parameters = new LinkedHashMap<>();
            List<String> now = evaluation.original().map(PlanEvaluation::models).orElse(List.of());
            if (best.models().size() > 1) {
                parameters.put("tier_model", Setting.of(best.models().getFirst()));
                parameters.put("model", Setting.of(best.models().get(1)));
                parameters.put("when", Setting.of(best.plan()));
            } else {
                parameters.put("model", Setting.of(best.models().getFirst()));
                parameters.put("when", Setting.of("all requests"));
            }
            if (!now.isEmpty()) {
                parameters.put("from_model", Setting.of(String.join(", ", now)));
            }
            best.costPerMonth().ifPresent(month -> parameters.put("cost_per_month", Setting.of(month)));
            String description = now.isEmpty()
                    ? "Confirm which model serves the workload now; if it costs more, move to " + best.plan() + ", the best of the options "
                            + "evaluated for what was asked."
                    : strategy.name() + " instead of " + String.join(", ", now) + ".";
            return new Recommendation(strategy.type().toString(), description, parameters, Level.HIGH, strategy.impact());
        });
    }

    /** Room for the usage that is expected. */
    private static Optional<Recommendation> limits(Triage triage, DataAssessment data) {
        if (triage.usageFactor().isEmpty() && !triage.entities().metrics().contains(Metric.RATE_LIMIT)) {
            return Optional.empty();
        }
        Map<String, Setting> parameters = new LinkedHashMap<>();
        for (Projection projection : data.enrichedData().projections()) {
            if (projection.metric().contains("per_minute")) {
                parameters.put(projection.metric(), Setting.of(projection.projected()));
            }
        }
        return parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recommendation(
                        "scaling",
                        "Have rate limits admit the busiest minutes of the expected usage: "
                                + String.join(", ", parameters.values().stream().map(Setting::figure).flatMap(Optional::stream).map(Shown::of).toList())
                                + " per minute.",
                        parameters,
                        Level.HIGH,
                        ExpectedImpact.of("Requests are not refused at the busiest minutes.", List.of(), Map.of())));
    }

    private static Optional<Recommendation> scaling(
            PlanEvaluation plan, List<OptimizationStrategy> strategies, Triage triage) {
        return strategy(strategies, StrategyType.SCALING).map(strategy -> {
            Map<String, Setting> parameters = new LinkedHashMap<>();
            parameters.put("model", Setting.of(plan.models().getFirst()));
            plan.replicas().ifPresent(replicas -> parameters.put("replicas", Setting.of(replicas)));
            plan.latencyP95().ifPresent(latency -> parameters.put("expected_p95_latency", Setting.of(latency)));
            boolean urgent = triage.priorities().contains(Metric.LATENCY) || triage.usageFactor().isPresent();
            return new Recommendation(
                    "scaling",
                    strategy.name() + ", where you run replicas yourself.",
                    parameters,
                    urgent ? Level.HIGH : Level.LOW,
                    strategy.impact());
        });
    }

    private static Optional<Recommendation> fallback(PlanEvaluation plan, List<OptimizationStrategy> strategies) {
        return strategy(strategies, StrategyType.FALLBACK).map(strategy -> {
            Map<String, Setting> parameters = new LinkedHashMap<>();
            parameters.put("model", Setting.of(plan.models().getFirst()));
            parameters.put("fallback_model", Setting.of(strategy.name().replaceFirst("^Fall back to ", "")));
            return new Recommendation("fallback", strategy.name() + " during outages.", parameters, Level.LOW, strategy.impact());
        });
    }

    private static Optional<OptimizationStrategy> strategy(List<OptimizationStrategy> strategies, StrategyType type) {
        return strategies.stream().filter(s -> s.type() == type && s.impact().measured()).findFirst();
    }
}

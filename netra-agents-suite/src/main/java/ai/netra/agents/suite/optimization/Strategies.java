package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.tool.Improvement;
import ai.netra.agents.suite.tool.PlanEvaluation;
import ai.netra.agents.suite.tool.ResourceOptimization;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The six kinds of strategy, each with what the replays say of it, or with the data that would let them. */
final class Strategies {
    private static final String NAME_THE_MODEL = "the model that serves the workload now (the attribute model, or the model of each request in the trace)";

    private Strategies() {}

    static List<OptimizationStrategy> of(Optional<ResourceOptimization> evaluation) {
        return List.of(
                routing(evaluation),
                tiering(evaluation),
                scaling(evaluation),
                fallback(evaluation),
                unmeasured(
                        StrategyType.CACHING,
                        "Answer repeated prompts from a cache",
                        "how often prompts or their beginnings repeat: a prompt hash, or the cached tokens of each request",
                        List.of("a cached answer is as good as a new one"),
                        List.of("answers may be stale")),
                unmeasured(
                        StrategyType.BATCHING,
                        "Serve requests that can wait together",
                        "which requests can wait and for how long, and the price of batched tokens",
                        List.of("some requests need no immediate answer"),
                        List.of("answers that wait come later")));
    }

    private static OptimizationStrategy routing(Optional<ResourceOptimization> evaluation) {
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.optimized()
                .filter(best -> best.type().equals("routing"))
                .or(() -> e.alternatives().stream()
                        .filter(p -> p.type().equals("routing") && p.acceptable() && e.original().isEmpty())
                        .findFirst()));
        ExpectedImpact impact = plan.map(p -> impact(evaluation.orElseThrow(), p))
                .orElseGet(() -> ExpectedImpact.unknown(
                        evaluation.isEmpty()
                                ? "a workload with requests, and a catalog of models"
                                : "nothing: no other model improves what was asked for within the constraints"));
        return new OptimizationStrategy(
                "routing",
                plan.map(p -> "Serve the workload by " + p.plan()).orElse("Serve the workload by another model"),
                StrategyType.ROUTING,
                impact,
                Level.MEDIUM,
                plan.flatMap(PlanEvaluation::quality).isPresent() ? Level.MEDIUM : Level.HIGH,
                List.of(),
                List.of("requests and answers keep their lengths on another model", "the catalog's prices and speeds hold"),
                List.of("answers differ in quality and style"),
                List.of("quality below the baseline in an evaluation of your own", "p95 latency above the limit", "error rate above the baseline"));
    }

    private static OptimizationStrategy tiering(Optional<ResourceOptimization> evaluation) {
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.alternatives().stream()
                .filter(p -> p.type().equals("tiering"))
                .findFirst());
        ExpectedImpact impact = plan.map(p -> impact(evaluation.orElseThrow(), p)).orElseGet(() -> ExpectedImpact.unknown(NAME_THE_MODEL
                + ", and a cheaper one in the catalog"));
        return new OptimizationStrategy(
                "tiering",
                plan.map(p -> "Tier by size: " + p.plan()).orElse("Serve short requests by a cheaper model"),
                StrategyType.TIERING,
                impact,
                Level.MEDIUM,
                Level.MEDIUM,
                List.of(),
                List.of("short requests are easy enough for the cheaper model"),
                List.of("two models to evaluate and operate"),
                List.of("quality of the tiered requests below the baseline", "more than the expected share of requests is tiered"));
    }

    private static OptimizationStrategy scaling(Optional<ResourceOptimization> evaluation) {
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.optimized().or(e::original)).filter(p -> p.replicas().isPresent());
        ExpectedImpact impact = plan.map(p -> ExpectedImpact.of(
                        "In the replay, " + p.replicas().map(Strategies::shown).orElse("") + " of " + String.join(" and ", p.models())
                                + " serve the load" + p.latencyP95().map(l -> " at a p95 latency of " + shown(l) + ", waiting included").orElse("") + ".",
                        List.of(),
                        figures(p)))
                .orElseGet(() -> ExpectedImpact.unknown("throughput figures of the models in the catalog, and the current model"));
        return new OptimizationStrategy(
                "scaling",
                plan.map(p -> "Run " + p.replicas().map(Strategies::shown).orElse("") + " of " + String.join(" and ", p.models()))
                        .orElse("Run as many replicas as the load needs"),
                StrategyType.SCALING,
                impact,
                Level.LOW,
                Level.LOW,
                List.of(),
                List.of("replicas serve as fast as the catalog says", "arrivals stay as recorded"),
                List.of("replicas stand idle between peaks"),
                List.of("p95 latency above the limit at the busiest hour"));
    }

    private static OptimizationStrategy fallback(Optional<ResourceOptimization> evaluation) {
        Optional<PlanEvaluation> first = evaluation.flatMap(e -> e.optimized().or(e::original)).filter(p -> p.availability().isPresent());
        Optional<PlanEvaluation> second = first.flatMap(primary -> evaluation.orElseThrow().alternatives().stream()
                .filter(p -> p.models().size() == 1 && !primary.models().containsAll(p.models()) && p.availability().isPresent())
                .min(Comparator.comparing(p -> p.cost().value())));
        ExpectedImpact impact = second.map(other -> {
                    Quantity together = together(first.orElseThrow().availability().orElseThrow(), other.availability().orElseThrow());
                    return ExpectedImpact.of(
                            "Availability would be " + shown(together) + " instead of " + shown(first.orElseThrow().availability().orElseThrow()) + ".",
                            List.of(),
                            Map.of("availability", together));
                })
                .orElseGet(() -> ExpectedImpact.unknown("availability figures of two models in the catalog, and the current model"));
        return new OptimizationStrategy(
                "fallback",
                second.map(other -> "Fall back to " + other.plan()).orElse("Have another model to turn to"),
                StrategyType.FALLBACK,
                impact,
                Level.MEDIUM,
                Level.LOW,
                List.of(),
                List.of("outages of the two models are independent"),
                List.of("answers during an outage come from another model"),
                List.of("more requests on the fallback than the primary's outages explain"));
    }

    private static OptimizationStrategy unmeasured(
            StrategyType type, String name, String needed, List<String> assumptions, List<String> tradeOffs) {
        return new OptimizationStrategy(
                type.toString(),
                name,
                type,
                ExpectedImpact.unknown(needed),
                Level.MEDIUM,
                Level.MEDIUM,
                List.of(),
                assumptions,
                tradeOffs,
                List.of("quality below the baseline"));
    }

    private static ExpectedImpact impact(ResourceOptimization evaluation, PlanEvaluation plan) {
        boolean best = evaluation.optimized().map(PlanEvaluation::plan).equals(Optional.of(plan.plan()));
        List<Improvement> improvements = best ? evaluation.improvements() : List.of();
        String cost = plan.costPerMonth().map(Strategies::shown).orElseGet(() -> shown(plan.cost()) + " for the requests looked at");
        String saving = plan.savingShare()
                .map(share -> ", " + (share.value().signum() >= 0 ? "" : "-") + share.value().abs().movePointRight(2).setScale(1, RoundingMode.HALF_UP)
                        + " % less than today (" + share.provenance() + ")")
                .orElse("; no saving is claimed, because the current model is not named");
        return ExpectedImpact.of("It would cost " + cost + saving + ".", improvements, figures(plan));
    }

    private static Map<String, Quantity> figures(PlanEvaluation plan) {
        Map<String, Quantity> figures = new LinkedHashMap<>();
        figures.put("cost", plan.cost());
        plan.costPerMonth().ifPresent(month -> figures.put("cost_per_month", month));
        plan.saving().ifPresent(saving -> figures.put("saving", saving));
        plan.savingShare().ifPresent(share -> figures.put("saving_share", share));
        plan.servingP95().ifPresent(latency -> figures.put("serving_p95", latency));
        plan.latencyP95().ifPresent(latency -> figures.put("latency_p95", latency));
        plan.replicas().ifPresent(replicas -> figures.put("replicas", replicas));
        plan.quality().ifPresent(quality -> figures.put("quality", quality));
        return figures;
    }

    private static Quantity together(Quantity a, Quantity b) {
        BigDecimal bothDown = BigDecimal.ONE.subtract(a.value()).multiply(BigDecimal.ONE.subtract(b.value()));
        return new Quantity(
                BigDecimal.ONE.subtract(bothDown),
                Unit.RATIO,
                a.provenance().weakest(b.provenance()),
                "1 - (1 - " + a.value().toPlainString() + ") x (1 - " + b.value().toPlainString() + "), outages independent");
    }

    private static String shown(Quantity quantity) {
        return Shown.of(quantity);
    }

    /** The measured ones, in the order of the list. */
    static List<OptimizationStrategy> measured(List<OptimizationStrategy> strategies) {
        return new ArrayList<>(strategies.stream().filter(s -> s.impact().measured()).toList());
    }
}

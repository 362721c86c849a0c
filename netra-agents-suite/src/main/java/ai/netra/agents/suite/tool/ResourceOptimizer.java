package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.PlanResult;
import ai.netra.agents.suite.cost.ReplayPlan;
import ai.netra.agents.suite.cost.ReplayReport;
import ai.netra.agents.suite.cost.WorkloadReplay;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code optimize_resources} does: replays the workload's requests on every option of the catalog and on tiered plans, at the usage asked about,
 * and holds each against what is wanted. Today's figures come from a replay at today's usage.
 */
final class ResourceOptimizer {
    private static final String CURRENT = "current configuration";

    private final WorkloadRepository repository;
    private final SupplyCatalog catalog;

    ResourceOptimizer(WorkloadRepository repository, SupplyCatalog catalog) {
        this.repository = repository;
        this.catalog = catalog;
    }

    ResourceOptimization optimize(ResourceQuery query) {
        ResourceConfig config = query.currentConfig();
        ResourceConstraints wanted = query.constraints();
        ObservedWorkload observed = ObservedWorkload.read(repository, config.workloadId(), config.timeRange());
        CurrentModels current = CurrentModels.of(config.currentModel(), observed.statistics(), catalog);
        Map<String, String> routes = routes(wanted, observed);
        Optional<PlanEvaluation> today = current.known() ? Optional.of(today(observed, current)) : Optional.empty();
        ReplayReport report = replay(observed, current, wanted, config, today, routes);
        ConstraintChecks checks = new ConstraintChecks(wanted, today, routes);
        List<PlanEvaluation> plans = report.plans().stream()
                .filter(result -> !result.plan().equals(CURRENT))
                .map(result -> evaluate(result, today, checks))
                .sorted(Comparator.comparing(plan -> plan.cost().value()))
                .toList();
        Optional<PlanEvaluation> best = new PlanChoice(wanted, today).best(plans);
        return new ResourceOptimization(
                today,
                best,
                today.flatMap(before -> best.map(after -> Improvements.of(before, after))).orElse(List.of()),
                plans,
                limitations(current, plans, best));
    }

    private PlanEvaluation evaluate(PlanResult result, Optional<PlanEvaluation> today, ConstraintChecks checks) {
        PlanEvaluation figures = new PlanFigures(catalog).of(result);
        PlanEvaluation compared = today.map(now -> {
                    Quantity saving = now.cost().minus(figures.cost(), "today's cost of the current configuration - cost of '" + figures.plan() + "'");
                    Optional<Quantity> share = now.cost().value().signum() == 0
                            ? Optional.empty()
                            : Optional.of(new Quantity(
                                    Quantity.quotient(saving.value(), now.cost().value()),
                                    Unit.RATIO,
                                    saving.provenance(),
                                    "saving / today's cost of the current configuration"));
                    return figures.withSaving(saving, share);
                })
                .orElse(figures);
        return compared.with(checks.of(compared, result));
    }

    private PlanEvaluation today(ObservedWorkload observed, CurrentModels current) {
        ReplayReport report = builder(observed).current(currentPlan(current)).build().run().orElseThrow();
        return new PlanFigures(catalog).of(report.plans().getFirst());
    }

    private ReplayReport replay(
            ObservedWorkload observed,
            CurrentModels current,
            ResourceConstraints wanted,
            ResourceConfig config,
            Optional<PlanEvaluation> today,
            Map<String, String> routes) {
        WorkloadReplay.Builder replay = builder(observed);
        for (SupplyOption option : catalog.options()) {
            replay.plan(routes.isEmpty() ? ReplayPlan.allOn(option) : byFeature(option, routes));
        }
        current.single().flatMap(strong -> tiering(strong, config)).ifPresent(replay::plan);
        wanted.usageFactor().ifPresent(replay::growth);
        target(wanted, today, routes).ifPresent(replay::targetP95);
        return replay.build().run().orElseThrow();
    }

    private WorkloadReplay.Builder builder(ObservedWorkload observed) {
        WorkloadId id = observed.profile().id();
        return WorkloadReplay.builder(repository, id, observed.range());
    }

    private static ReplayPlan currentPlan(CurrentModels current) {
        ReplayPlan.Builder plan = ReplayPlan.builder(CURRENT);
        if (current.single().isEmpty()) {
            current.byName().forEach((name, option) ->
                    plan.route("served by " + name, request -> request.model().equals(Optional.of(name)), option));
        }
        return plan.otherwise(current.byName().values().iterator().next());
    }

    private static ReplayPlan byFeature(SupplyOption option, Map<String, String> routes) {
        ReplayPlan.Builder plan = ReplayPlan.builder(option.name());
        routes.values().stream().distinct().forEach(feature ->
                plan.route(feature, request -> request.feature().equals(Optional.of(feature)), option));
        return plan.otherwise(option);
    }

    /** Short requests to the cheapest model that costs less, the rest where they are. */
    private Optional<ReplayPlan> tiering(SupplyOption strong, ResourceConfig config) {
        return config.tierAtInputTokens().flatMap(limit -> catalog.options().stream()
                .filter(option -> price(option).compareTo(price(strong)) < 0)
                .min(Comparator.comparing(ResourceOptimizer::price))
                .map(cheap -> ReplayPlan.builder("requests of up to " + limit.toPlainString() + " input tokens on " + cheap.name() + ", the rest on "
                                + strong.name())
                        .route(
                                "up to " + limit.toPlainString() + " input tokens",
                                request -> request.inputTokens() <= limit.longValue(),
                                cheap)
                        .otherwise(strong)));
    }

    private static BigDecimal price(SupplyOption option) {
        return option.inputPrice().value().add(option.outputPrice().value());
    }

    /** The latency to size replicas for: the stated one, else the wanted share of today's, else the strictest cap of a feature. */
    private static Optional<Duration> target(
            ResourceConstraints wanted, Optional<PlanEvaluation> today, Map<String, String> routes) {
        return wanted.maxLatencyMs()
                .or(() -> wanted.latencyFactor().flatMap(factor -> today.flatMap(PlanEvaluation::latencyP95)
                        .map(p95 -> p95.value().multiply(factor))))
                .or(() -> wanted.featureCaps().stream()
                        .filter(cap -> routes.containsKey(cap.feature()))
                        .map(FeatureLatencyCap::maxMs)
                        .min(Comparator.naturalOrder()))
                .map(ms -> Duration.ofNanos(ms.movePointRight(6).longValue()))
                .filter(duration -> !duration.isZero());
    }

    /** For each capped feature the trace's own name of it: "feature x" finds {@code X}. */
    private static Map<String, String> routes(ResourceConstraints wanted, ObservedWorkload observed) {
        Map<String, String> routes = new LinkedHashMap<>();
        for (FeatureLatencyCap cap : wanted.featureCaps()) {
            observed.statistics().byFeature().groups().stream()
                    .map(GroupStatistics::name)
                    .filter(name -> name.equalsIgnoreCase(cap.feature()) || cap.feature().equalsIgnoreCase("feature " + name))
                    .findFirst()
                    .ifPresent(name -> routes.put(cap.feature(), name));
        }
        return routes;
    }

    private static List<String> limitations(
            CurrentModels current, List<PlanEvaluation> plans, Optional<PlanEvaluation> best) {
        List<String> limitations = new ArrayList<>(current.limitations());
        if (!current.known() && current.limitations().isEmpty()) {
            limitations.add("Neither request nor trace names the current model, so that no current cost and no saving is claimed; name it.");
        }
        if (best.isEmpty() && plans.stream().noneMatch(PlanEvaluation::acceptable)) {
            plans.stream()
                    .min(Comparator.comparing(plan -> plan.checks(CheckStatus.NOT_MET).size()))
                    .ifPresent(nearest -> limitations.add("No plan keeps every constraint; the nearest is '" + nearest.plan() + "', which breaks: "
                            + String.join("; ", nearest.checks(CheckStatus.NOT_MET).stream()
                                    .map(check -> check.constraint() + " (" + check.detail() + ")")
                                    .toList())
                            + "."));
        } else if (best.isEmpty()) {
            limitations.add("No plan that keeps every constraint is better than the current configuration in what was asked for.");
        }
        return limitations;
    }
}

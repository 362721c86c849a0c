package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Words every strategy there is: with its figures where it was evaluated, else with the data that would let it be. */
final class StrategyBook {
    private static final String CURRENT_MODEL =
            "the model that serves the workload now: attribute 'model', or the model of each request in the trace";
    private static final String REQUESTS =
            "the workload's requests: attribute 'workload_id' of a workload that was loaded";

    private final Optional<ResourceOptimization> evaluation;
    private final List<ConstraintCheck> unverifiable;

    StrategyBook(Optional<ResourceOptimization> evaluation, List<ConstraintCheck> unverifiable) {
        this.evaluation = evaluation;
        this.unverifiable = unverifiable;
    }

    List<StrategyEntry> entries() {
        return List.of(toOneModel(), byFeature(), tiering(), scaling(), fallback(), caching(), batching());
    }

    private StrategyEntry toOneModel() {
        Optional<PlanEvaluation> plan = evaluation.flatMap(this::bestModel);
        return plan.map(p -> measured("routing-1", "Send all requests to " + p.plan(), p, before()))
                .orElseGet(() -> {
                    boolean replayed = evaluation.isPresent();
                    return unmeasured(
                            "routing-1",
                            "Send all requests to another model",
                            StrategyType.ROUTING,
                            replayed ? StrategyStatus.NOT_APPLICABLE : StrategyStatus.NOT_MEASURABLE,
                            replayed ? List.of() : List.of(REQUESTS));
                });
    }

    private StrategyEntry byFeature() {
        String name = "Send each feature's requests to the model that serves it best";
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.alternative(StrategyType.ROUTING));
        return plan.map(p -> measured("routing-2", name, p, before()))
                .orElseGet(() -> absent("routing-2", name, StrategyType.ROUTING, List.of(WorkloadField.FEATURE)));
    }

    private StrategyEntry tiering() {
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.alternative(StrategyType.TIERING));
        return plan.map(p -> measured("tiering-1", "Send " + p.plan(), p, before()))
                .orElseGet(() ->
                        absent("tiering-1", "Send small requests to a smaller model", StrategyType.TIERING, List.of()));
    }

    private StrategyEntry scaling() {
        String name = "Run as many replicas as the load takes";
        Optional<PlanEvaluation> unchanged = evaluation.flatMap(ResourceOptimization::unchanged);
        Optional<PlanEvaluation> plan = unchanged.filter(p -> p.replicas().isPresent());
        if (plan.isPresent()) {
            return measured(
                    "scaling-1",
                    "Run " + Shown.figure(plan.get().replicas().orElseThrow()) + " of "
                            + String.join(", ", plan.get().models()),
                    plan.get(),
                    evaluation.flatMap(ResourceOptimization::original));
        }
        return unchanged.isPresent()
                ? unmeasured(
                        "scaling-1",
                        name,
                        StrategyType.SCALING,
                        StrategyStatus.NOT_MEASURABLE,
                        List.of("the throughput of "
                                + String.join(", ", unchanged.get().models()) + " in the supply catalog"))
                : absent("scaling-1", name, StrategyType.SCALING, List.of());
    }

    private StrategyEntry fallback() {
        Optional<PlanEvaluation> plan = evaluation.flatMap(e -> e.alternative(StrategyType.FALLBACK));
        return plan.map(p -> measured("fallback-1", "Try " + p.plan(), p, before()))
                .orElseGet(() -> absent(
                        "fallback-1",
                        "Try failed requests once more on another model",
                        StrategyType.FALLBACK,
                        List.of(WorkloadField.ERROR)));
    }

    private StrategyEntry caching() {
        return unmeasured(
                "caching-1",
                "Answer repeated requests from a store",
                StrategyType.CACHING,
                StrategyStatus.NOT_MEASURABLE,
                List.of(
                        "how often prompts or their beginnings repeat: a hash of each prompt, or the cached tokens of"
                                + " each request",
                        "the price of cached tokens in the supply catalog"));
    }

    private StrategyEntry batching() {
        return unmeasured(
                "batching-1",
                "Serve requests that can wait together",
                StrategyType.BATCHING,
                StrategyStatus.NOT_MEASURABLE,
                List.of(
                        "which requests can wait, and how long: a deadline for each request or feature",
                        "the price of batched tokens in the supply catalog"));
    }

    /** The option that keeps most demands, then the quality scores, then costs least; not one that serves everything already. */
    private Optional<PlanEvaluation> bestModel(ResourceOptimization e) {
        Optional<PlanEvaluation> chosen =
                e.optimized().filter(plan -> e.option(plan.plan()).isPresent());
        return chosen.or(() -> e.options().stream()
                .filter(plan -> e.unchanged()
                        .map(PlanEvaluation::models)
                        .filter(plan.models()::equals)
                        .isEmpty())
                .min(Comparator.comparingInt((PlanEvaluation plan) ->
                                plan.constraints(ConstraintVerdict.NOT_MET).size())
                        .thenComparing(plan -> lowersQuality(e, plan))
                        .thenComparing(plan -> plan.cost().value())));
    }

    private static boolean lowersQuality(ResourceOptimization e, PlanEvaluation plan) {
        return e.unchanged()
                .flatMap(PlanEvaluation::quality)
                .filter(now -> plan.quality()
                        .filter(score -> score.value().compareTo(now.value()) >= 0)
                        .isEmpty())
                .isPresent();
    }

    private Optional<PlanEvaluation> before() {
        return evaluation.flatMap(ResourceOptimization::unchanged);
    }

    private StrategyEntry measured(String id, String name, PlanEvaluation plan, Optional<PlanEvaluation> before) {
        List<ConstraintCheck> constraints = new ArrayList<>(plan.constraints());
        constraints.addAll(unverifiable);
        List<String> tradeOffs = new ArrayList<>(StrategyProse.tradeOffs(plan.type()));
        boolean lower = evaluation.filter(e -> lowersQuality(e, plan)).isPresent();
        if (lower) {
            tradeOffs.add("the catalog scores its quality lower than that of the models in use, or does not score it");
        }
        return new StrategyEntry(
                new OptimizationStrategy(
                        id,
                        name,
                        plan.type(),
                        StrategyStatus.MEASURED,
                        Impacts.between(before, plan),
                        StrategyProse.complexity(plan.type()),
                        lower ? StrategyLevel.HIGH : StrategyProse.risk(plan.type()),
                        StrategyProse.dependencies(plan.type(), plan.models()),
                        StrategyProse.assumptions(plan.type()),
                        tradeOffs,
                        StrategyProse.rollbackTriggers(plan.type(), constraints),
                        List.of(),
                        constraints),
                Optional.of(plan));
    }

    /** Not measurable for want of the current model or these fields; else there is nothing for it to change. */
    private StrategyEntry absent(String id, String name, StrategyType type, List<WorkloadField> needed) {
        List<String> missing = new ArrayList<>();
        if (evaluation.isEmpty()) {
            missing.add(REQUESTS);
        } else {
            List<WorkloadField> fields = evaluation.get().fields();
            needed.stream()
                    .filter(field -> !fields.contains(field))
                    .forEach(field -> missing.add("the field '" + field.key() + "' of each request in the trace"));
            if (evaluation.get().unchanged().isEmpty()) {
                missing.add(CURRENT_MODEL);
            }
        }
        return unmeasured(
                id,
                name,
                type,
                missing.isEmpty() ? StrategyStatus.NOT_APPLICABLE : StrategyStatus.NOT_MEASURABLE,
                missing);
    }

    private static StrategyEntry unmeasured(
            String id, String name, StrategyType type, StrategyStatus status, List<String> missing) {
        return new StrategyEntry(
                new OptimizationStrategy(
                        id,
                        name,
                        type,
                        status,
                        List.of(),
                        StrategyProse.complexity(type),
                        StrategyProse.risk(type),
                        List.of(),
                        StrategyProse.assumptions(type),
                        StrategyProse.tradeOffs(type),
                        StrategyProse.rollbackTriggers(type, List.of()),
                        missing,
                        List.of()),
                Optional.empty());
    }
}

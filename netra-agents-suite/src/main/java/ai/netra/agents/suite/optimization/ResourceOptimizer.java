package ai.netra.agents.suite.optimization;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.cost.ReplayReport;
import ai.netra.agents.suite.cost.WorkloadReplay;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.tool.CurrentModels;
import ai.netra.agents.suite.tool.NoSuchDataException;
import ai.netra.agents.suite.tool.ObservedWorkload;
import ai.netra.agents.suite.workload.WorkloadException;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates other ways to serve a workload: replays its requests on every option of the catalog, by feature, by size and by failure, at the usage asked
 * about, and holds each against what is wanted. What {@code optimize_resources} does. Stateless and thread-safe.
 */
public final class ResourceOptimizer {
    private static final int MOST_FEATURES = 8;

    private final WorkloadRepository repository;
    private final SupplyCatalog catalog;

    private ResourceOptimizer(WorkloadRepository repository, SupplyCatalog catalog) {
        this.repository = repository;
        this.catalog = catalog;
    }

    /** An optimizer over that repository and catalog. */
    public static ResourceOptimizer over(WorkloadRepository repository, SupplyCatalog catalog) {
        return new ResourceOptimizer(repository, catalog);
    }

    /**
     * Evaluates what the query asks, on that user's workload.
     *
     * @throws NoSuchDataException if the workload has no such requests
     * @throws WorkloadException if the repository fails
     */
    public ResourceOptimization optimize(UserId user, ResourceQuery query) {
        ResourceConfig config = query.currentConfig();
        ResourceConstraints wanted = query.constraints();
        ObservedWorkload observed = observed(user, config);
        CurrentModels current = CurrentModels.of(config.currentModel(), observed.statistics(), catalog);
        Map<String, String> features = features(wanted, observed);
        PlanDrafts drafts =
                new PlanDrafts(catalog, current, query, observed.statistics(), split(wanted, features, observed));
        Optional<PlanEvaluation> original = drafts.current().map(draft -> today(observed, draft));
        LatencyReference reference = LatencyReference.of(observed.statistics(), config, original);
        Optional<BigDecimal> target =
                new ConstraintChecks(wanted, original, original, reference, features).globalLatencyLimit();

        List<PlanDraft> all = new ArrayList<>(drafts.allOnOne());
        drafts.tiering().ifPresent(all::add);
        drafts.fallback().ifPresent(all::add);
        ReplayReport report = replay(observed, drafts.current(), all, wanted, target);

        Duration span = report.observed().duration().minusNanos(1);
        Optional<PlanEvaluation> unmeasured = drafts.current()
                .map(draft -> new PlanFigures(catalog, span, Optional.empty())
                        .of(draft, report.plan(draft.name()).orElseThrow()));
        PlanFigures figures = new PlanFigures(catalog, span, unmeasured.map(PlanEvaluation::cost));
        ConstraintChecks checks = new ConstraintChecks(wanted, original, unmeasured, reference, features);
        Optional<PlanEvaluation> unchanged =
                unmeasured.map(now -> checks.check(figures.of(now.plan(), now.type(), now.routes())));
        List<PlanEvaluation> options = new ArrayList<>();
        List<PlanEvaluation> alternatives = new ArrayList<>();
        for (PlanDraft draft : all) {
            List<RouteEvaluation> routes =
                    figures.routes(draft, report.plan(draft.name()).orElseThrow());
            switch (draft.type()) {
                case ROUTING -> options.add(checks.check(figures.of(draft.name(), draft.type(), routes)));
                case FALLBACK ->
                    unchanged
                            .map(now -> withRetries(now, routes))
                            .ifPresent(retried ->
                                    alternatives.add(checks.check(figures.of(draft.name(), draft.type(), retried))));
                default -> alternatives.add(checks.check(figures.of(draft.name(), draft.type(), routes)));
            }
        }
        List<PlanEvaluation> eligible = options.stream()
                .filter(plan -> drafts.eligible(catalog.require(plan.plan())))
                .toList();
        unchanged
                .flatMap(new FeatureRouting(wanted, checks, eligible)::routes)
                .map(routes -> checks.check(
                        figures.of("each feature to the model that serves it best", StrategyType.ROUTING, routes)))
                .ifPresent(plan -> alternatives.add(0, plan));

        List<PlanEvaluation> acceptable =
                acceptable(new PlanChoice(wanted, checks), wanted, unchanged, eligible, alternatives);
        Optional<PlanEvaluation> best = acceptable.stream().findFirst();
        return new ResourceOptimization(
                original,
                best,
                acceptable.stream().map(PlanEvaluation::plan).distinct().toList(),
                unchanged
                        .flatMap(now -> best.map(plan -> Impacts.improvements(original, now, plan, growth(wanted))))
                        .orElse(List.of()),
                current.known()
                        ? Optional.of(CurrentUses.of(current, observed.statistics(), original.orElseThrow()))
                        : Optional.empty(),
                unchanged,
                options,
                alternatives,
                growth(wanted),
                load(observed, wanted),
                Measured.fields(observed.statistics()),
                catalog.source(),
                new OptimizerLimits(catalog, query, observed.statistics(), current)
                        .of(unchanged, options, alternatives, best));
    }

    /** The one place where a user's workload is looked up. */
    private ObservedWorkload observed(UserId user, ResourceConfig config) {
        return ObservedWorkload.read(repository, user, config.workloadId(), config.timeRange());
    }

    private static List<PlanEvaluation> acceptable(
            PlanChoice choice,
            ResourceConstraints wanted,
            Optional<PlanEvaluation> unchanged,
            List<PlanEvaluation> eligible,
            List<PlanEvaluation> alternatives) {
        if (wanted.objective().equals("errors")) {
            return alternatives.stream()
                    .filter(plan -> plan.type() == StrategyType.FALLBACK && plan.honorsConstraints())
                    .toList();
        }
        List<PlanEvaluation> plans = new ArrayList<>(eligible);
        alternatives.stream()
                .filter(plan -> plan.type() != StrategyType.FALLBACK)
                .forEach(plans::add);
        unchanged.ifPresent(plans::add);
        return choice.ranked(unchanged, plans);
    }

    private PlanEvaluation today(ObservedWorkload observed, PlanDraft draft) {
        ReplayReport report =
                replay(observed).plan(draft.replayPlan()).build().run().orElseThrow();
        return new PlanFigures(catalog, report.observed().duration().minusNanos(1), Optional.empty())
                .of(draft, report.plans().getFirst());
    }

    private ReplayReport replay(
            ObservedWorkload observed,
            Optional<PlanDraft> current,
            List<PlanDraft> drafts,
            ResourceConstraints wanted,
            Optional<BigDecimal> targetMs) {
        WorkloadReplay.Builder replay = replay(observed);
        current.ifPresent(draft -> replay.plan(draft.replayPlan()));
        drafts.forEach(draft -> replay.plan(draft.replayPlan()));
        wanted.usageFactor().ifPresent(replay::growth);
        targetMs.map(ResourceOptimizer::duration).ifPresent(replay::targetP95);
        return replay.build().run().orElseThrow();
    }

    private WorkloadReplay.Builder replay(ObservedWorkload observed) {
        return WorkloadReplay.builder(repository, observed.profile().id(), observed.range());
    }

    /** Every request where it is served now, and those that failed once more on the other model. */
    private static List<RouteEvaluation> withRetries(PlanEvaluation unchanged, List<RouteEvaluation> replayed) {
        List<RouteEvaluation> routes = new ArrayList<>(unchanged.routes());
        replayed.stream()
                .filter(route -> route.match().equals(RequestClass.FAILED.match()))
                .forEach(routes::add);
        return routes;
    }

    /** The features to tell apart: those with a cap first, then those with most requests. */
    private static List<RequestClass> split(
            ResourceConstraints wanted, Map<String, String> features, ObservedWorkload observed) {
        Map<String, Duration> caps = new LinkedHashMap<>();
        wanted.featureCaps()
                .forEach(cap -> Optional.ofNullable(features.get(cap.feature()))
                        .filter(name -> !name.isEmpty())
                        .ifPresent(name ->
                                caps.merge(name, duration(cap.maxMs()), (a, b) -> a.compareTo(b) <= 0 ? a : b)));
        Set<String> names = new LinkedHashSet<>(caps.keySet());
        observed.statistics().byFeature().groups().stream()
                .map(GroupStatistics::name)
                .limit(MOST_FEATURES)
                .forEach(names::add);
        if (names.isEmpty()) {
            return List.of(RequestClass.ALL);
        }
        List<RequestClass> split = new ArrayList<>();
        names.stream()
                .limit(Math.max(MOST_FEATURES, caps.size()))
                .forEach(name -> split.add(RequestClass.ofFeature(name, Optional.ofNullable(caps.get(name)))));
        split.add(RequestClass.REST);
        return split;
    }

    /**
     * For each capped feature its name in the trace: "feature x" finds {@code X}. If the trace tells no features apart and all caps are for one, it is
     * taken for all requests: {@code ""}.
     */
    private static Map<String, String> features(ResourceConstraints wanted, ObservedWorkload observed) {
        Map<String, String> names = new LinkedHashMap<>();
        List<GroupStatistics> groups = observed.statistics().byFeature().groups();
        boolean forAll = groups.isEmpty()
                && wanted.featureCaps().stream()
                                .map(FeatureLatencyCap::feature)
                                .distinct()
                                .count()
                        == 1;
        for (FeatureLatencyCap cap : wanted.featureCaps()) {
            if (forAll) {
                names.put(cap.feature(), "");
            }
            groups.stream()
                    .map(GroupStatistics::name)
                    .filter(name -> FeatureNames.same(name, cap.feature()))
                    .findFirst()
                    .ifPresent(name -> names.put(cap.feature(), name));
        }
        return names;
    }

    private static Optional<Quantity> growth(ResourceConstraints wanted) {
        return wanted.usageFactor()
                .map(factor -> Quantity.userStated(factor, Unit.RATIO, "usage as a multiple of today's, as stated"));
    }

    private List<PeakLoad> load(ObservedWorkload observed, ResourceConstraints wanted) {
        if (wanted.usageFactor().isEmpty()) {
            return List.of();
        }
        PeakCounter counter = new PeakCounter();
        repository.forEach(observed.profile().id(), observed.range(), counter);
        return counter.result(growth(wanted));
    }

    private static Duration duration(BigDecimal ms) {
        return Duration.ofNanos(Math.max(1, ms.movePointRight(6).longValue()));
    }
}

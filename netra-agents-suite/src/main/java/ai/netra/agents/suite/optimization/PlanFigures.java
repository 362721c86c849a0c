package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.CapacityEstimate;
import ai.netra.agents.suite.cost.PlanResult;
import ai.netra.agents.suite.cost.PoolResult;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts what a replay says of a plan together with what the catalog says of its models. */
final class PlanFigures {
    private static final BigDecimal SECONDS_PER_MONTH = BigDecimal.valueOf(30L * 86_400);

    private final SupplyCatalog catalog;
    private final Duration span;
    private final Optional<Quantity> currentCost;

    /**
     * Figures of one replay.
     *
     * @param catalog what the models are like
     * @param span from the first to the last request
     * @param currentCost what the same requests cost on the models in use, where those are named
     */
    PlanFigures(SupplyCatalog catalog, Duration span, Optional<Quantity> currentCost) {
        this.catalog = catalog;
        this.span = span;
        this.currentCost = currentCost;
    }

    PlanEvaluation of(PlanDraft draft, PlanResult result) {
        return of(draft.name(), draft.type(), routes(draft, result));
    }

    List<RouteEvaluation> routes(PlanDraft draft, PlanResult result) {
        return result.pools().stream()
                .map(pool -> route(draft.leg(pool.route()).requests(), pool))
                .toList();
    }

    PlanEvaluation of(String name, StrategyType type, List<RouteEvaluation> routes) {
        List<SupplyOption> options = routes.stream()
                .map(RouteEvaluation::model)
                .distinct()
                .map(catalog::require)
                .toList();
        Quantity cost = cost(routes);
        Optional<Quantity> saving = currentCost.map(
                now -> now.minus(cost, "cost of the models in use - cost of '" + name + "', for the same requests"));
        return new PlanEvaluation(
                name,
                type,
                options.stream().map(SupplyOption::name).toList(),
                cost,
                perMonth(cost),
                saving,
                saving.flatMap(amount -> share(amount, currentCost.orElse(cost))),
                lowest(options, SupplyOption::quality),
                lowest(options, SupplyOption::availability),
                total(routes, RouteEvaluation::replicas),
                slowest(routes, RouteEvaluation::latencyP50),
                slowest(routes, RouteEvaluation::latencyP95),
                slowest(routes, RouteEvaluation::latencyP99),
                slowest(routes, RouteEvaluation::servingP95),
                total(routes, RouteEvaluation::notFitting),
                routes,
                List.of());
    }

    private RouteEvaluation route(RequestClass requests, PoolResult pool) {
        Optional<CapacityEstimate> capacity = pool.capacity();
        return new RouteEvaluation(
                requests.match(),
                requests.feature(),
                requests.upToInputTokens(),
                pool.option(),
                pool.requests(),
                pool.cost(),
                catalog.option(pool.option()).flatMap(SupplyOption::quality),
                capacity.map(CapacityEstimate::replicas),
                capacity.map(CapacityEstimate::latencyP50),
                capacity.map(CapacityEstimate::latencyP95),
                capacity.map(CapacityEstimate::latencyP99),
                capacity.map(CapacityEstimate::serviceP95),
                pool.notFitting());
    }

    static Quantity cost(List<RouteEvaluation> routes) {
        Quantity sum = routes.stream()
                .map(RouteEvaluation::cost)
                .reduce((a, b) -> a.plus(b, a.basis()))
                .orElseThrow();
        return routes.size() == 1
                ? sum
                : new Quantity(
                        sum.value(),
                        sum.unit(),
                        sum.provenance(),
                        "sum over " + routes.size() + " routes, such as " + sum.basis());
    }

    private Optional<Quantity> perMonth(Quantity cost) {
        if (span.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Quantity(
                Quantity.quotient(cost.value().multiply(SECONDS_PER_MONTH), BigDecimal.valueOf(span.toNanos(), 9)),
                Unit.USD_PER_MONTH,
                cost.provenance().weakest(Provenance.ESTIMATED),
                "cost x 30 days / observed span of " + span.toSeconds() + " s, as if the pace stayed"));
    }

    private static Optional<Quantity> share(Quantity saving, Quantity currentCost) {
        return currentCost.value().signum() == 0
                ? Optional.empty()
                : Optional.of(new Quantity(
                        Quantity.quotient(saving.value(), currentCost.value()),
                        Unit.RATIO,
                        saving.provenance(),
                        "saving / cost of the models in use"));
    }

    /** The figure of the slowest route: no percentile of them all is above it. Absent if the speed of any is not known. */
    private static Optional<Quantity> slowest(
            List<RouteEvaluation> routes, Function<RouteEvaluation, Optional<Quantity>> figure) {
        return known(routes, figure)
                .flatMap(all -> all.stream().max(Comparator.comparing(Quantity::value)))
                .map(most -> routes.size() == 1 ? most : renamed(most, "slowest of " + routes.size() + " routes; "));
    }

    private static Optional<Quantity> total(
            List<RouteEvaluation> routes, Function<RouteEvaluation, Optional<Quantity>> figure) {
        return known(routes, figure)
                .flatMap(all -> all.stream().reduce((a, b) -> a.plus(b, a.basis())))
                .map(sum -> routes.size() == 1 ? sum : renamed(sum, "sum over " + routes.size() + " routes, such as "));
    }

    private static Optional<List<Quantity>> known(
            List<RouteEvaluation> routes, Function<RouteEvaluation, Optional<Quantity>> figure) {
        List<Quantity> figures =
                routes.stream().map(figure).flatMap(Optional::stream).toList();
        return figures.size() == routes.size() ? Optional.of(figures) : Optional.empty();
    }

    private static Quantity renamed(Quantity figure, String prefix) {
        return new Quantity(figure.value(), figure.unit(), figure.provenance(), prefix + figure.basis());
    }

    /** The lowest of the models' figures; absent if the catalog says nothing of any of them. */
    private static Optional<Quantity> lowest(
            List<SupplyOption> options, Function<SupplyOption, Optional<Quantity>> figure) {
        List<Quantity> figures =
                options.stream().map(figure).flatMap(Optional::stream).toList();
        return figures.size() == options.size()
                ? figures.stream().min(Comparator.comparing(Quantity::value))
                : Optional.empty();
    }
}

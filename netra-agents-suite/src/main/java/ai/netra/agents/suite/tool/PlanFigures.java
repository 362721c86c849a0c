package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.CapacityEstimate;
import ai.netra.agents.suite.cost.PlanResult;
import ai.netra.agents.suite.cost.PoolResult;
import ai.netra.agents.suite.quantity.Quantity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Puts what a replay says of a plan together with what the catalog says of its models. */
final class PlanFigures {
    private final SupplyCatalog catalog;

    PlanFigures(SupplyCatalog catalog) {
        this.catalog = catalog;
    }

    PlanEvaluation of(PlanResult result) {
        List<PoolResult> pools = result.pools();
        List<SupplyOption> options = pools.stream()
                .map(PoolResult::option)
                .distinct()
                .flatMap(name -> catalog.option(name).stream())
                .toList();
        return new PlanEvaluation(
                result.plan(),
                options.size() > 1 ? "tiering" : "routing",
                options.stream().map(SupplyOption::name).toList(),
                result.cost(),
                result.costPerMonth(),
                Optional.empty(),
                Optional.empty(),
                worst(pools, CapacityEstimate::latencyP50),
                worst(pools, CapacityEstimate::latencyP95),
                worst(pools, CapacityEstimate::latencyP99),
                replicas(pools),
                lowest(options, SupplyOption::quality),
                lowest(options, SupplyOption::availability),
                notFitting(pools),
                List.of());
    }

    /** The figure of the slowest pool; absent if the speed of any is not known. */
    private static Optional<Quantity> worst(List<PoolResult> pools, Function<CapacityEstimate, Quantity> figure) {
        if (pools.stream().anyMatch(pool -> pool.capacity().isEmpty())) {
            return Optional.empty();
        }
        return pools.stream()
                .flatMap(pool -> pool.capacity().stream())
                .map(figure)
                .max(Comparator.comparing(Quantity::value));
    }

    private static Optional<Quantity> replicas(List<PoolResult> pools) {
        if (pools.stream().anyMatch(pool -> pool.capacity().isEmpty())) {
            return Optional.empty();
        }
        return pools.stream()
                .flatMap(pool -> pool.capacity().stream())
                .map(CapacityEstimate::replicas)
                .reduce((a, b) -> a.plus(b, "sum over " + pools.size() + " pools"));
    }

    /** The lowest of the models' figures; absent if the catalog says nothing of any of them. */
    private static Optional<Quantity> lowest(List<SupplyOption> options, Function<SupplyOption, Optional<Quantity>> figure) {
        if (options.stream().anyMatch(option -> figure.apply(option).isEmpty())) {
            return Optional.empty();
        }
        return options.stream().flatMap(option -> figure.apply(option).stream()).min(Comparator.comparing(Quantity::value));
    }

    private static Optional<Quantity> notFitting(List<PoolResult> pools) {
        if (pools.stream().anyMatch(pool -> pool.notFitting().isEmpty())) {
            return Optional.empty();
        }
        return pools.stream()
                .flatMap(pool -> pool.notFitting().stream())
                .reduce((a, b) -> a.plus(b, a.basis() + "; " + b.basis()));
    }
}

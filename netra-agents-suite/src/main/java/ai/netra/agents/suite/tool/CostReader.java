package ai.netra.agents.suite.tool;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.TokenCost;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code get_cost_data} does: tokens times price, for each option of the catalog and for the models in use. */
final class CostReader {
    private static final BigDecimal SECONDS_PER_MONTH = BigDecimal.valueOf(30L * 86_400);

    private final WorkloadRepository repository;
    private final SupplyCatalog catalog;

    CostReader(WorkloadRepository repository, SupplyCatalog catalog) {
        this.repository = repository;
        this.catalog = catalog;
    }

    CostData cost(UserId owner, CostQuery query) {
        ObservedWorkload observed = ObservedWorkload.read(repository, owner, query.workloadId(), query.timeRange());
        WorkloadStatistics statistics = observed.statistics();
        CurrentModels current = CurrentModels.of(query.currentModel(), statistics, catalog);
        return new CostData(
                query.workloadId(),
                observed.range(),
                catalog.source(),
                catalog.options().stream()
                        .map(option -> cost(statistics, option))
                        .toList(),
                current.known() ? Optional.of(current(statistics, current)) : Optional.empty(),
                current.single().map(option -> byFeature(statistics, option)).orElse(List.of()),
                current.limitations());
    }

    private static OptionCost cost(WorkloadStatistics statistics, SupplyOption option) {
        Quantity cost = TokenCost.of(
                statistics.inputTokens().total(), statistics.outputTokens().total(), option);
        return new OptionCost(
                option.name(),
                option.provider(),
                cost,
                perMonth(statistics, cost),
                option.inputPrice(),
                option.outputPrice());
    }

    private static CurrentCost current(WorkloadStatistics statistics, CurrentModels models) {
        Quantity cost = models.single()
                .map(option -> cost(statistics, option).cost())
                .orElseGet(() -> statistics.byModel().groups().stream()
                        .flatMap(group -> Optional.ofNullable(models.byName().get(group.name()))
                                .map(option -> TokenCost.of(group.inputTokens(), group.outputTokens(), option))
                                .stream())
                        .reduce((a, b) -> a.plus(b, a.basis() + " + " + b.basis()))
                        .orElseThrow());
        return new CurrentCost(models.names(), models.providers(), models.namedBy(), cost, perMonth(statistics, cost));
    }

    private static List<GroupCost> byFeature(WorkloadStatistics statistics, SupplyOption option) {
        return statistics.byFeature().groups().stream()
                .map((GroupStatistics group) ->
                        new GroupCost(group.name(), TokenCost.of(group.inputTokens(), group.outputTokens(), option)))
                .toList();
    }

    private static Optional<Quantity> perMonth(WorkloadStatistics statistics, Quantity cost) {
        Duration span = statistics.observed().duration().minusNanos(1);
        if (span.isZero()) {
            return Optional.empty();
        }
        return Optional.of(new Quantity(
                Quantity.quotient(cost.value().multiply(SECONDS_PER_MONTH), BigDecimal.valueOf(span.toNanos(), 9)),
                Unit.USD_PER_MONTH,
                cost.provenance().weakest(Provenance.ESTIMATED),
                "cost x 30 days / observed span of " + span.toSeconds() + " s, as if the pace stayed"));
    }
}

package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.TokenCost;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.tool.CurrentModels;
import java.util.List;
import java.util.Optional;

/** What each of the models in use serves. */
final class CurrentUses {
    private CurrentUses() {}

    static CurrentUse of(CurrentModels current, WorkloadStatistics statistics, PlanEvaluation original) {
        List<ModelUse> uses = current.single()
                .map(option -> List.of(use(
                        option,
                        statistics.requests(),
                        statistics.inputTokens().total(),
                        statistics.outputTokens().total())))
                .orElseGet(() -> statistics.byModel().groups().stream()
                        .flatMap(group -> use(group, current).stream())
                        .toList());
        return new CurrentUse(current.namedBy(), uses, original.cost(), original.costPerMonth(), original.servingP95());
    }

    private static Optional<ModelUse> use(GroupStatistics group, CurrentModels current) {
        return Optional.ofNullable(current.byName().get(group.name()))
                .map(option -> use(option, group.requests(), group.inputTokens(), group.outputTokens()));
    }

    private static ModelUse use(SupplyOption option, Quantity requests, Quantity input, Quantity output) {
        return new ModelUse(
                option.name(), requests, input, output, TokenCost.of(input, output, option), option.quality());
    }
}

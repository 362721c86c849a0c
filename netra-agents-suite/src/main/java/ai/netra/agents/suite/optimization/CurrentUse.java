package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What serves the workload today, and what that costs: only where the models in use were named.
 *
 * @param namedBy who named them: {@code request} or {@code trace}
 * @param models the models in use
 * @param cost what the recorded requests cost on them, without any growth
 * @param costPerMonth the same for 30 days at the observed pace; absent for requests that all came at one instant
 * @param servingP95 the 95th percentile of the time that serving takes by the catalog's speeds, without waiting
 */
public record CurrentUse(
        String namedBy,
        List<ModelUse> models,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Optional<Quantity> servingP95) {
    /** Copies the list. */
    public CurrentUse {
        models = List.copyOf(models);
    }
}

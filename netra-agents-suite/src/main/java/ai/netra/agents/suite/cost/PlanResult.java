package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What a plan comes to.
 *
 * @param plan its name
 * @param cost the sum over its pools
 * @param costPerMonth the cost of 30 days at the observed pace; absent for requests that all came at one instant
 * @param saving what it costs less than the current plan (more, if negative); absent unless another plan was named the current one
 * @param savingShare the saving divided by the current cost; absent also if that is zero
 * @param pools one for each route that requests took
 */
public record PlanResult(
        String plan,
        Quantity cost,
        Optional<Quantity> costPerMonth,
        Optional<Quantity> saving,
        Optional<Quantity> savingShare,
        List<PoolResult> pools) {
    /** Copies the list. */
    public PlanResult {
        pools = List.copyOf(pools);
    }
}

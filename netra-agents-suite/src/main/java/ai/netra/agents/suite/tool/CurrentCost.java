package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What the requests looked at cost on the models that serve them; only where those are named.
 *
 * @param models the models
 * @param providers who offers them
 * @param namedBy who named them: {@code request} or {@code trace}
 * @param cost tokens times price
 * @param costPerMonth the same for 30 days at the observed pace; absent for requests that all came at one instant
 */
public record CurrentCost(
        List<String> models, List<String> providers, String namedBy, Quantity cost, Optional<Quantity> costPerMonth) {
    /** Copies the lists. */
    public CurrentCost {
        models = List.copyOf(models);
        providers = List.copyOf(providers);
    }
}

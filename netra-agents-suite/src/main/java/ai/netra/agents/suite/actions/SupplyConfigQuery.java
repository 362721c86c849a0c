package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.supply.SupplyAction;
import ai.netra.agents.tool.Description;
import java.util.List;

/**
 * The actions to make a configuration of.
 *
 * @param actions the actions
 */
public record SupplyConfigQuery(
        @Description("the actions to make a configuration of")
        List<SupplyAction> actions) {
    /** Copies the list. */
    public SupplyConfigQuery {
        actions = List.copyOf(actions);
    }
}

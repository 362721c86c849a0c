package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.supply.SupplyConfig;
import ai.netra.agents.tool.Description;

/**
 * The configuration to check.
 *
 * @param config the configuration
 */
public record ConfigQuery(
        @Description("the configuration to check") SupplyConfig config) {}

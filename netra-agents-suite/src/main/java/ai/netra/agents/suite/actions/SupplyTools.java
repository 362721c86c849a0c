package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.supply.SupplyPlanner;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;

/** The tools {@code create_supply_config} and {@code validate_config}: faces of {@link SupplyPlanner}. */
public final class SupplyTools {
    /** Turns actions into a configuration. */
    public static final String CREATE_SUPPLY_CONFIG = "create_supply_config";

    /** Checks a configuration. */
    public static final String VALIDATE_CONFIG = "validate_config";

    private SupplyTools() {}

    /** The tool that turns actions into a configuration, over that catalog. */
    public static Tool createSupplyConfig(SupplyCatalog catalog) {
        SupplyPlanner planner = new SupplyPlanner(catalog);
        return FunctionTool.of(
                        CREATE_SUPPLY_CONFIG,
                        "Turns actions into a supply configuration: compute, storage, network and services.",
                        SupplyConfigQuery.class,
                        (query, context) -> planner.plan(query.actions()))
                .effect(ToolEffect.READ);
    }

    /** The tool that checks a configuration, over that catalog. */
    public static Tool validateConfig(SupplyCatalog catalog) {
        SupplyPlanner planner = new SupplyPlanner(catalog);
        return FunctionTool.of(
                        VALIDATE_CONFIG,
                        "Checks that a supply configuration holds together: known models, endpoints for every route,"
                                + " whole replicas.",
                        ConfigQuery.class,
                        (query, context) -> planner.validate(query.config()))
                .effect(ToolEffect.READ);
    }
}

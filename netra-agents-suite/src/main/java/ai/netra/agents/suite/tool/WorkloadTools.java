package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.supply.SupplyPlanner;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;

/** The six workload tools, by name. */
public final class WorkloadTools {
    /** Reads what a workload's requests add up to. */
    public static final String GET_WORKLOAD_METRICS = "get_workload_metrics";

    /** Reads what they cost. */
    public static final String GET_COST_DATA = "get_cost_data";

    /** Reads how they were served. */
    public static final String GET_PERFORMANCE_DATA = "get_performance_data";

    /** Replays them on every option. */
    public static final String OPTIMIZE_RESOURCES = "optimize_resources";

    /** Turns actions into a configuration. */
    public static final String CREATE_SUPPLY_CONFIG = "create_supply_config";

    /** Checks a configuration. */
    public static final String VALIDATE_CONFIG = "validate_config";

    private WorkloadTools() {}

    /** The tools over that repository and catalog. */
    public static ToolRegistry over(WorkloadRepository repository, SupplyCatalog catalog) {
        MetricsReader metrics = new MetricsReader(repository);
        CostReader cost = new CostReader(repository, catalog);
        ResourceOptimizer optimizer = new ResourceOptimizer(repository, catalog);
        SupplyPlanner planner = new SupplyPlanner(catalog);
        return ToolRegistry.of(
                FunctionTool.of(
                                GET_WORKLOAD_METRICS,
                                "What the requests of a workload add up to in a time range: tokens, percentiles, trends, anomalies, usage by hour.",
                                WorkloadQuery.class,
                                (query, context) -> metrics.metrics(query))
                        .validating(WorkloadQuery::problem),
                FunctionTool.of(
                                GET_COST_DATA,
                                "What the requests of a workload cost in a time range, on each option of the supply catalog and on the models in use.",
                                CostQuery.class,
                                (query, context) -> cost.cost(query))
                        .validating(CostQuery::problem),
                FunctionTool.of(
                                GET_PERFORMANCE_DATA,
                                "How the requests of a workload were served in a time range: latency, time to first token, errors, by feature and model.",
                                WorkloadQuery.class,
                                (query, context) -> metrics.performance(query))
                        .validating(WorkloadQuery::problem),
                FunctionTool.of(
                                OPTIMIZE_RESOURCES,
                                "Replays the requests of a workload on every option of the supply catalog and finds the best one that keeps the constraints.",
                                ResourceQuery.class,
                                (query, context) -> optimizer.optimize(query))
                        .validating(ResourceQuery::problem),
                FunctionTool.of(
                        CREATE_SUPPLY_CONFIG,
                        "Turns actions into a supply configuration: compute, storage, network and services.",
                        SupplyConfigQuery.class,
                        (query, context) -> planner.plan(query.actions())),
                FunctionTool.of(
                        VALIDATE_CONFIG,
                        "Checks that a supply configuration holds together: known models, endpoints for every route, whole replicas.",
                        ConfigQuery.class,
                        (query, context) -> planner.validate(query.config())));
    }
}

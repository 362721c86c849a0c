package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.workload.WorkloadException;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.function.Supplier;

/** The tools that read a workload, by name. They read workloads of the user the run is for, and of nobody else. */
public final class WorkloadTools {
    /** Reads what a workload's requests add up to. */
    public static final String GET_WORKLOAD_METRICS = "get_workload_metrics";

    /** Reads what they cost. */
    public static final String GET_COST_DATA = "get_cost_data";

    /** Reads how they were served. */
    public static final String GET_PERFORMANCE_DATA = "get_performance_data";

    private WorkloadTools() {}

    /** The tools over that repository and catalog. */
    public static ToolRegistry over(WorkloadRepository repository, SupplyCatalog catalog) {
        MetricsReader metrics = new MetricsReader(repository);
        CostReader cost = new CostReader(repository, catalog);
        return ToolRegistry.of(
                FunctionTool.of(
                                GET_WORKLOAD_METRICS,
                                "What the requests of a workload add up to in a time range: tokens, percentiles,"
                                        + " trends, anomalies, usage by hour.",
                                WorkloadQuery.class,
                                (query, context) -> answer(() -> metrics.metrics(context.user(), query)))
                        .validating(WorkloadQuery::problem)
                        .effect(ToolEffect.READ),
                FunctionTool.of(
                                GET_COST_DATA,
                                "What the requests of a workload cost in a time range, on each option of the supply"
                                        + " catalog and on the models in use.",
                                CostQuery.class,
                                (query, context) -> answer(() -> cost.cost(context.user(), query)))
                        .validating(CostQuery::problem)
                        .effect(ToolEffect.READ),
                FunctionTool.of(
                                GET_PERFORMANCE_DATA,
                                "How the requests of a workload were served in a time range: latency, time to first"
                                        + " token, errors, by feature and model.",
                                WorkloadQuery.class,
                                (query, context) -> answer(() -> metrics.performance(context.user(), query)))
                        .validating(WorkloadQuery::problem)
                        .effect(ToolEffect.READ));
    }

    /**
     * What a tool returns for what is read: a workload or range without requests is an error of the arguments, which their author can mend. What a repository
     * says of itself is told; what a database beneath it said is not, as it may name hosts and users.
     */
    public static Object answer(Supplier<Object> reading) {
        try {
            return reading.get();
        } catch (NoSuchDataException e) {
            return ToolResult.failure(new ToolError(
                    ToolErrorKind.INVALID_ARGUMENTS,
                    String.valueOf(e.getMessage()),
                    "a workload and a time range with requests"));
        } catch (WorkloadException e) {
            String told = e.getCause() == null
                    ? String.valueOf(e.getMessage())
                    : "the storage of workloads failed; the log has the reason";
            return ToolResult.failure(new ToolError(ToolErrorKind.EXECUTION_FAILED, told, ""), e);
        }
    }
}

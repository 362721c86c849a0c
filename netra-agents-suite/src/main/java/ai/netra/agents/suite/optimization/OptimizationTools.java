package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;

/** The tool {@code optimize_resources}: a face of {@link ResourceOptimizer}. */
public final class OptimizationTools {
    /** Replays a workload on every option. */
    public static final String OPTIMIZE_RESOURCES = "optimize_resources";

    private OptimizationTools() {}

    /** The tool, over that repository and catalog. It reads the workloads of the user of the run, whatever its arguments say. */
    public static Tool optimizeResources(WorkloadRepository repository, SupplyCatalog catalog) {
        ResourceOptimizer optimizer = ResourceOptimizer.over(repository, catalog);
        return FunctionTool.of(
                        OPTIMIZE_RESOURCES,
                        "Replays the requests of a workload on every option of the supply catalog and finds the best"
                                + " one that keeps the constraints.",
                        ResourceQuery.class,
                        (query, context) -> WorkloadTools.answer(() -> optimizer.optimize(context.user(), query)))
                .validating(ResourceQuery::problem)
                .effect(ToolEffect.READ);
    }
}

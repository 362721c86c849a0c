package ai.netra.agents.suite;

import ai.netra.agents.suite.actions.SupplyTools;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.optimization.OptimizationTools;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.tools.ToolRegistry;

/** The six workload tools together. */
final class SuiteTools {
    private SuiteTools() {}

    static ToolRegistry over(WorkloadRepository repository, SupplyCatalog catalog) {
        ToolRegistry.Builder all = ToolRegistry.builder();
        ToolRegistry readers = WorkloadTools.over(repository, catalog);
        readers.names().forEach(name -> all.register(readers.tool(name).orElseThrow()));
        return all.register(OptimizationTools.optimizeResources(repository, catalog))
                .register(SupplyTools.createSupplyConfig(catalog))
                .register(SupplyTools.validateConfig(catalog))
                .build();
    }
}

package ai.netra.agents.suite;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a {@link NetraSuite}. Not thread-safe. */
public final class NetraSuiteBuilder {
    private final List<RequestGuard> guards = new ArrayList<>();
    private @Nullable WorkloadRepository repository;
    private @Nullable SupplyCatalog catalog;
    private @Nullable SuiteLlm llm;

    NetraSuiteBuilder() {}

    /** Sets where the requests of workloads are. */
    public NetraSuiteBuilder repository(WorkloadRepository newRepository) {
        repository = newRepository;
        return this;
    }

    /** Sets what workloads could run on; the bundled, illustrative catalog by default. */
    public NetraSuiteBuilder catalog(SupplyCatalog newCatalog) {
        catalog = newCatalog;
        return this;
    }

    /**
     * Has a model choose, explain and word; rules alone do by default. Figures, tool calls and routes are the rules' in any case, and where the model fails,
     * or states a figure that it was not shown, the rules' output stands, degraded.
     */
    public NetraSuiteBuilder llm(SuiteLlm newLlm) {
        llm = newLlm;
        return this;
    }

    /** Adds a guard, behind length, structure and those added before. */
    public NetraSuiteBuilder guard(RequestGuard guard) {
        guards.add(guard);
        return this;
    }

    /**
     * The suite.
     *
     * @throws InvalidDefinitionException if there is no repository
     */
    public NetraSuite build() {
        if (repository == null) {
            throw new InvalidDefinitionException(
                    "the suite has no repository; set one with repository(...), such as a JdbcWorkloadRepository");
        }
        return new NetraSuite(
                catalog == null ? JsonSupplyCatalog.bundled() : catalog, repository, guards, Optional.ofNullable(llm));
    }
}

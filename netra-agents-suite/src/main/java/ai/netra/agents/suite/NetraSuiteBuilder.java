package ai.netra.agents.suite;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link NetraSuite}. Not thread-safe. */
public final class NetraSuiteBuilder {
    private final List<RequestGuard> guards = new ArrayList<>();
    private @Nullable WorkloadRepository repository;
    private @Nullable SupplyCatalog catalog;

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
        return new NetraSuite(catalog == null ? JsonSupplyCatalog.bundled() : catalog, repository, guards);
    }
}

package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assumptions.assumeThat;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.TestDatabases;
import ai.netra.agents.suite.workload.WorkloadId;
import java.nio.file.Path;

/** The public trace of 8,819 requests that the project does not ship; tests that need it are skipped, and say so, where it is absent. */
public final class AzureTrace {
    public static final WorkloadId ID = WorkloadId.of(UserId.LOCAL, "azure-code-2023");

    private AzureTrace() {}

    /** Its path, from the environment. */
    public static Path path() {
        String path = System.getenv("NETRA_TRACE_CSV");
        assumeThat(path)
                .as("skipped: NETRA_TRACE_CSV does not name the Azure LLM code trace of 2023")
                .isNotBlank();
        return Path.of(path);
    }

    /** A fresh database that holds it under {@link #ID}. */
    public static JdbcWorkloadRepository loaded() {
        CsvTrace trace = CsvTrace.of(path());
        JdbcWorkloadRepository repository =
                JdbcWorkloadRepository.of(TestDatabases.inMemory()).createTables();
        trace.loadInto(repository.replace(ID));
        return repository;
    }
}

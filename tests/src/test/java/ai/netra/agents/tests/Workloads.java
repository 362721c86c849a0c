package ai.netra.agents.tests;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadId;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcConnectionPool;

/** Workloads in a database in memory that nobody else uses. */
public final class Workloads implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final JdbcConnectionPool pool;
    private final JdbcWorkloadRepository repository;

    private Workloads(JdbcConnectionPool pool) {
        this.pool = pool;
        this.repository = JdbcWorkloadRepository.of(pool).createTables();
    }

    public static Workloads inMemory() {
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                "jdbc:h2:mem:workloads" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
        pool.setMaxConnections(32);
        return new Workloads(pool);
    }

    public JdbcWorkloadRepository repository() {
        return repository;
    }

    public void load(String user, String name, CsvTrace trace) {
        trace.loadInto(repository.replace(WorkloadId.of(UserId.of(user), name)));
    }

    @Override
    public void close() {
        pool.dispose();
    }
}

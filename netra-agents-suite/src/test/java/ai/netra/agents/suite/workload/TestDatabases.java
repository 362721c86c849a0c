package ai.netra.agents.suite.workload;

import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Fresh databases for tests. */
public final class TestDatabases {
    private TestDatabases() {}

    /** An empty database in memory that lives as long as the JVM. */
    public static DataSource inMemory() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }

    /** A database in a directory. */
    public static DataSource inDirectory(Path directory) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + directory.resolve("workloads").toAbsolutePath());
        return dataSource;
    }
}

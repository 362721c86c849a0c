package ai.netra.agents.examples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in a temporary folder, gone when closed. On disk, so that memory does not grow with the workload. */
final class EmbeddedDatabase implements AutoCloseable {
    private final Path folder;
    private final JdbcConnectionPool pool;

    private EmbeddedDatabase(Path folder) {
        this.folder = folder;
        this.pool = JdbcConnectionPool.create(
                "jdbc:h2:async:" + folder.resolve("workload").toAbsolutePath(), "sa", "");
    }

    static EmbeddedDatabase open() {
        try {
            return new EmbeddedDatabase(Files.createTempDirectory("netra-quickstart"));
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "no temporary folder for the workload's database; set -Djava.io.tmpdir", cause);
        }
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.dispose();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(
                    "temporary folder " + folder + " could not be deleted; delete it by hand", cause);
        }
    }
}

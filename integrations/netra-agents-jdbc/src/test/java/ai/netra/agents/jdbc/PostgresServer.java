package ai.netra.agents.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of the test's own on 127.0.0.1 and a free port, that keeps what it commits; may be stopped and started again. */
final class PostgresServer implements AutoCloseable {
    private final Path data;
    private int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path data) {
        this.data = data;
    }

    static PostgresServer start() {
        try {
            PostgresServer server = new PostgresServer(Files.createTempDirectory("netra-postgres"));
            server.launch();
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void launch() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
        port = server.getPort();
    }

    /** Connections of a user that may do everything; or of another one. */
    PGSimpleDataSource source(String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser(user);
        return source;
    }

    PGSimpleDataSource source() {
        return source("postgres");
    }

    /** Ends all connections, as a fast shutdown does, and returns when the server is gone: its last checkpoint may take longer than closing waits. */
    void stop() throws IOException {
        Path pid = data.resolve("postmaster.pid");
        Optional<ProcessHandle> process = Files.exists(pid)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
                : Optional.empty();
        server.close();
        process.ifPresent(one -> one.onExit().orTimeout(60, TimeUnit.SECONDS).join());
    }

    void startAgain() throws IOException {
        launch();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (var files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}

package ai.netra.agents.benchmarks;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 256 runs at once that append a record of 500 bytes again and again, to a PostgreSQL that keeps what it commits, through one pool of 8 connections: with
 * the store, with the store that commits each append by itself, and with a loop that inserts a row and commits. The loop checks nothing and keeps no
 * headers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@OperationsPerInvocation(JdbcAppendsBenchmark.RUNS * JdbcAppendsBenchmark.STEPS)
public class JdbcAppendsBenchmark {
    static final int RUNS = 256;
    static final int STEPS = 20;
    private static final int POOL = 8;

    private final Payload payload = Payload.of("bytes", 1, new byte[500]);
    private final Mark running = Mark.running(Lease.of(Duration.ofMinutes(1)));
    private final AtomicLong ids = new AtomicLong();
    private EmbeddedPostgres server;
    private HikariDataSource pool;
    private StateStore together;
    private StateStore alone;

    /** Starts a server. */
    @Setup
    public void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(POOL);
        pool = new HikariDataSource(config);
        together = JdbcStateStore.builder(pool).build();
        alone = JdbcStateStore.builder(pool).together(1).connections(POOL).build();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE plain (stream BIGINT, version BIGINT, payload BYTEA, PRIMARY KEY (stream, version))");
        }
    }

    /** Stops the server. */
    @TearDown
    public void stop() throws IOException {
        together.close();
        alone.close();
        pool.close();
        server.close();
    }

    /** As it comes. */
    @Benchmark
    public void together() throws InterruptedException, ExecutionException {
        all(() -> append(together));
    }

    /** Each append by itself. */
    @Benchmark
    public void alone() throws InterruptedException, ExecutionException {
        all(() -> append(alone));
    }

    /** By hand. */
    @Benchmark
    public void insertPerCommit() throws InterruptedException, ExecutionException {
        all(this::insert);
    }

    private static void all(Callable<Long> run) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> done : threads.invokeAll(
                    IntStream.range(0, RUNS).mapToObj(i -> run).toList())) {
                if (done.get() != STEPS) {
                    throw new IllegalStateException("appended " + done.get());
                }
            }
        }
    }

    private long append(StateStore store) {
        StreamKey.OfRun run =
                new StreamKey.OfRun(UserId.LOCAL, ThreadId.of("t"), RunId.of("r" + ids.incrementAndGet()));
        StreamPosition end = StreamPosition.NONE;
        for (int i = 0; i < STEPS; i++) {
            end = ((Appended) store.append(Append.to(run, end, "writer", List.of(payload), running))).end();
        }
        return end.version();
    }

    private long insert() throws SQLException {
        long stream = ids.incrementAndGet();
        long version = 0;
        while (version < STEPS) {
            version++;
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement(
                            "INSERT INTO plain (stream, version, payload) VALUES (?, ?, ?)")) {
                statement.setLong(1, stream);
                statement.setLong(2, version);
                statement.setBytes(3, payload.bytes());
                statement.executeUpdate();
            }
        }
        return version;
    }
}

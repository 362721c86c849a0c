package ai.netra.agents.benchmarks;

import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.InMemoryArtifactStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.InMemoryStreamCache;
import ai.netra.agents.core.store.PayloadKey;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.core.store.SpillingStateStore;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.redis.RedisStateStore;
import ai.netra.agents.store.StateStore;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A state store as a parameter of benchmarks, with the server or files that it needs. */
public enum KeptIn {
    /** In memory, unencoded. */
    MEMORY,
    /** In memory, encrypted. */
    ENCRYPTED,
    /** In memory, with payloads above 1 KiB as artifacts. */
    SPILLED,
    /** H2 in a file. */
    H2,
    /** PostgreSQL that keeps what it commits. */
    POSTGRES,
    /** The same behind a cache in memory. */
    TIERED,
    /** Redis that writes to its file each second. */
    REDIS;

    private static final int POOL = 8;
    private static final int SPILLED_ABOVE = 1_024;

    /** Opens one; what is to be closed with it, the last first. */
    StateStore open(Deque<AutoCloseable> opened) throws IOException {
        return switch (this) {
            case MEMORY -> InMemoryStateStore.create();
            case ENCRYPTED ->
                EncryptedStateStore.of(
                        InMemoryStateStore.create(),
                        PayloadKeys.of(new PayloadKey("benchmark", new SecretKeySpec(new byte[32], "AES"))));
            case SPILLED ->
                SpillingStateStore.builder(InMemoryStateStore.create(), InMemoryArtifactStore.create())
                        .limit(SPILLED_ABOVE)
                        .build();
            case H2 -> jdbc("jdbc:h2:file:" + folder(opened).resolve("h2"), opened);
            case POSTGRES -> postgres(opened);
            case TIERED ->
                TieredStateStore.builder(
                                postgres(opened), InMemoryStreamCache.builder().build())
                        .build();
            case REDIS -> redis(opened);
        };
    }

    private static StateStore postgres(Deque<AutoCloseable> opened) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        opened.push(server);
        return jdbc(server.getJdbcUrl("postgres", "postgres"), opened);
    }

    private static StateStore jdbc(String url, Deque<AutoCloseable> opened) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(POOL);
        HikariDataSource pool = new HikariDataSource(config);
        opened.push(pool);
        return store(pool, opened);
    }

    private static StateStore store(DataSource pool, Deque<AutoCloseable> opened) {
        StateStore store = JdbcStateStore.builder(pool).build();
        opened.push(store);
        return store;
    }

    private static StateStore redis(Deque<AutoCloseable> opened) throws IOException {
        Path folder = folder(opened);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = List.of(
                ExecutableProvider.newJarResourceProvider().get().getPath(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes");
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
        opened.push(() -> server.destroyForcibly().waitFor());
        ConnectionPoolConfig connections = new ConnectionPoolConfig();
        connections.setMaxWait(Duration.ofSeconds(2));
        RedisClient client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .poolConfig(connections)
                .build();
        opened.push(client);
        while (!answers(client)) {
            if (!server.isAlive()) {
                throw new IOException(command + " did not start");
            }
            Thread.onSpinWait();
        }
        return RedisStateStore.builder(client).build();
    }

    private static boolean answers(RedisClient client) {
        try {
            return "PONG".equals(client.ping());
        } catch (JedisException notYet) {
            return false;
        }
    }

    private static Path folder(Deque<AutoCloseable> opened) throws IOException {
        Path folder = Files.createTempDirectory("netra-benchmarks");
        opened.push(() -> {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        });
        return folder;
    }
}

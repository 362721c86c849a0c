package ai.netra.agents.tests.durable;

import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.redis.RedisStateStore;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tests.crash.KillableRedis;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Conversations in stores outside of memory, each test in tables or keys of its own. The stores keep a time of their own. */
class ConversationsInStoresIT {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static String prefix() {
        return "c" + PREFIXES.incrementAndGet() + "_";
    }

    private static StateStore jdbc(DataSource source) {
        return JdbcStateStore.builder(source).tablePrefix(prefix()).build();
    }

    @Nested
    class InH2File extends ConversationScenarios {
        @TempDir
        private static Path folder;

        @Override
        StateStore open(VirtualClock time) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:file:" + folder.resolve("conversations") + ";DB_CLOSE_DELAY=10");
            return jdbc(source);
        }
    }

    @Nested
    class InPostgres extends ConversationScenarios {
        private static EmbeddedPostgres server;
        private static HikariDataSource pool;

        @BeforeAll
        static void start() throws IOException {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
            pool = new HikariDataSource();
            pool.setDataSource(server.getPostgresDatabase());
        }

        @AfterAll
        static void stop() throws IOException {
            pool.close();
            server.close();
        }

        @Override
        StateStore open(VirtualClock time) {
            return jdbc(pool);
        }
    }

    @Nested
    class InRedis extends ConversationScenarios {
        @TempDir
        private static Path folder;

        private static KillableRedis server;
        private static RedisClient client;

        @BeforeAll
        static void start() throws IOException {
            server = new KillableRedis(folder);
            ConnectionPoolConfig connections = new ConnectionPoolConfig();
            connections.setMaxWait(Duration.ofSeconds(2));
            client = RedisClient.builder()
                    .hostAndPort(new HostAndPort("127.0.0.1", server.port()))
                    .poolConfig(connections)
                    .build();
        }

        @AfterAll
        static void stop() {
            client.close();
            server.close();
        }

        @Override
        StateStore open(VirtualClock time) {
            return RedisStateStore.builder(client).prefix(prefix()).build();
        }
    }
}

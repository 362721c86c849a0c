package ai.netra.agents.redis;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** On a server that writes through to its disk; an outage is its death. */
class RedisStateStoreContractIT extends StateStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static RedisProcess server;
    private static RedisClient client;

    private final String prefix = "contract-" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory, "--appendonly", "yes", "--appendfsync", "always");
        ConnectionPoolConfig tested = RedisProcess.pool(30_000);
        tested.setTestOnBorrow(true);
        client = RedisClient.builder()
                .hostAndPort(server.address())
                .clientConfig(RedisProcess.config(30_000))
                .poolConfig(tested)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Override
    protected StateStore newStore() {
        return RedisStateStore.builder(client).prefix(prefix).build();
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(RedisStateStore.builder(client)
                .prefix(prefix)
                .maxPayload(maxPayload)
                .build());
    }

    @Override
    protected Optional<Runnable> outage() {
        try {
            server.kill();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Optional.of(() -> {
            try {
                server.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}

package ai.netra.agents.redis;

import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A store whose cache is Redis, which evicts what it likes. */
class TieredContractIT extends StateStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static RedisProcess server;
    private static RedisClient client;

    private final String prefix = "contract-" + PREFIXES.incrementAndGet();
    private final StateStore durable = InMemoryStateStore.create();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory, "--maxmemory", "8mb", "--maxmemory-policy", "allkeys-lru");
        client = server.client(RedisProcess.config(30_000));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private StateStore over(StateStore kept) {
        return TieredStateStore.builder(
                        kept, RedisStreamCache.builder(client).prefix(prefix).build())
                .build();
    }

    @Override
    protected StateStore newStore() {
        return over(durable);
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(
                over(InMemoryStateStore.builder().maxPayload(maxPayload).build()));
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}

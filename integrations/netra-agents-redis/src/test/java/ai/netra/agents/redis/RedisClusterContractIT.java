package ai.netra.agents.redis;

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
import redis.clients.jedis.RedisClusterClient;

/** On three servers, each of which refuses a script whose keys are not all in one slot of its own. */
class RedisClusterContractIT extends StateStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static RedisClusterProcess cluster;
    private static RedisClusterClient client;

    private final String prefix = "contract-" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        cluster = new RedisClusterProcess(directory);
        client = cluster.client(30_000);
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
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
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }
}

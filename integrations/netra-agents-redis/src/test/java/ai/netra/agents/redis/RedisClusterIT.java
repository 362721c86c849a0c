package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;

/** What is different where users are on several servers. */
class RedisClusterIT {
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final Append.Mark LAPSING = Append.Mark.running(Lease.of(Duration.ofMillis(1)));
    private static final Duration HOUR = Duration.ofHours(1);

    private static RedisClusterProcess cluster;
    private static RedisClusterClient client;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        cluster = new RedisClusterProcess(directory);
        client = cluster.client(5_000);
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    private static StreamKey.OfRun run(int number) {
        return new StreamKey.OfRun(UserId.of("{user}" + number), THREAD, RunId.of("run"));
    }

    private static AppendResult append(RedisStateStore store, StreamKey.OfRun run, StreamPosition expected) {
        return store.append(Append.to(run, expected, "writer", List.of(Payload.of("test", 1, new byte[10])), LAPSING));
    }

    @Test
    void users_of_all_nodes_are_served_and_lapsed_runs_found_on_all_of_them() {
        RedisStateStore store = RedisStateStore.builder(client).prefix("spread").build();
        List<StreamKey.OfRun> runs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            runs.add(run(i));
            assertThat(append(store, run(i), StreamPosition.NONE)).isInstanceOf(AppendResult.Appended.class);
        }
        await().until(() -> store.lapsed(100).size() == runs.size());

        assertThat(cluster.nodes()).allSatisfy(node -> {
            try (Jedis jedis = new Jedis(node.address())) {
                assertThat(jedis.keys("spread:{*}:leases")).isNotEmpty();
            }
        });
        assertThat(store.lapsed(100)).extracting(RunHeader::key).containsExactlyInAnyOrderElementsOf(runs);
        for (StreamKey.OfRun run : runs) {
            assertThat(store.find(run.user(), run.run())).isPresent();
            assertThat(store.load(run).tail()).hasSize(1);
            assertThat(store.erase(run.user())).isEqualTo(1);
        }
        assertThat(store.lapsed(100)).isEmpty();
    }

    @Test
    void agents_outputs_are_forgotten_on_all_nodes() {
        RedisAgentCache cache = RedisAgentCache.builder(client, JsonCodec.standard())
                .prefix("spread-cache")
                .build();
        AgentKey<String> agent = AgentKey.of("agent", String.class);
        List<CacheKey<String>> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            CacheKey<String> key = new CacheKey<>(run(i).user(), agent, "0".repeat(64));
            cache.put(key, "output", HOUR);
            assertThat(cache.find(key)).contains("output");
            keys.add(key);
        }
        cache.forget(keys.getFirst().user());
        assertThat(cache.find(keys.getFirst())).isEmpty();
        assertThat(cache.find(keys.getLast())).contains("output");

        cache.forget(agent);

        assertThat(keys).allSatisfy(key -> assertThat(cache.find(key)).isEmpty());
    }

    @Test
    void streams_are_kept_for_users_of_all_nodes() {
        RedisStreamCache cache =
                RedisStreamCache.builder(client).prefix("spread-streams").build();
        for (int i = 0; i < 60; i++) {
            cache.put(run(i), new byte[i], HOUR);
        }
        cache.forget(run(0).user());

        assertThat(cache.find(run(0), HOUR)).isEmpty();
        for (int i = 1; i < 60; i++) {
            assertThat(cache.find(run(i), HOUR).orElseThrow()).hasSize(i);
        }
    }

    @Test
    void a_cluster_that_lost_a_node_is_unavailable_to_its_users(@TempDir Path directory) throws Exception {
        try (RedisClusterProcess other = new RedisClusterProcess(directory);
                RedisClusterClient toOther = other.client(200)) {
            RedisStateStore store = RedisStateStore.builder(toOther).build();
            for (int i = 0; i < 20; i++) {
                append(store, run(i), StreamPosition.NONE);
            }
            other.nodes().getLast().kill();

            int away = 0;
            for (int i = 0; i < 20; i++) {
                try {
                    assertThat(store.load(run(i)).end().version()).isEqualTo(1);
                } catch (StoreException.Unavailable e) {
                    away++;
                }
            }
            assertThat(away).isPositive();
            assertThatThrownBy(() -> store.lapsed(1)).isInstanceOf(StoreException.Unavailable.class);
        }
    }

    @Test
    void refuses_a_client_that_waits_for_a_connection_without_limit() {
        try (RedisClusterClient waiting = RedisClusterClient.builder()
                .nodes(Set.of(cluster.nodes().getFirst().address()))
                .build()) {
            assertThatThrownBy(() -> RedisStateStore.builder(waiting)).isInstanceOf(InvalidDefinitionException.class);
        }
    }
}

package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.TierCounts;
import ai.netra.agents.core.store.TierEvent;
import ai.netra.agents.core.store.TierEvent.CacheLost;
import ai.netra.agents.core.store.TierEvent.CacheRegained;
import ai.netra.agents.core.store.TierEvent.PrefixRefused;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** What becomes of a store when the server of its cache does not answer, loses what it had, or has something else. */
class TieredStateStoreIT {
    private static final UserId ANN = UserId.of("ann");
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(ANN, ThreadId.of("thread"));
    private static final List<Payload> ONE = List.of(Payload.of("test", 1, new byte[100]));

    private final StateStore durable = InMemoryStateStore.create();
    private final List<TierEvent> events = new CopyOnWriteArrayList<>();
    private final List<RedisClient> clients = new ArrayList<>();
    private RedisProcess server;
    private TieredStateStore store;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory);
        store = process();
    }

    @AfterEach
    void stop() {
        clients.forEach(RedisClient::close);
        server.close();
    }

    /** As another process has it: with a client of its own. */
    private TieredStateStore process() {
        ConnectionPoolConfig tested = RedisProcess.pool(200);
        tested.setTestOnBorrow(true);
        RedisClient client = RedisClient.builder()
                .hostAndPort(server.address())
                .clientConfig(RedisProcess.config(200))
                .poolConfig(tested)
                .build();
        clients.add(client);
        return TieredStateStore.builder(
                        durable, RedisStreamCache.builder(client).build())
                .listener(events::add)
                .build();
    }

    private StreamPosition append(StreamPosition expected) {
        return ((AppendResult.Appended) store.append(Append.to(TALK, expected, "w", ONE))).end();
    }

    private void assertWhole(StreamPosition end) {
        Loaded loaded = store.load(TALK);
        assertThat(loaded.end()).isEqualTo(end);
        assertThat(loaded).isEqualTo(durable.load(TALK));
    }

    @Test
    void a_server_that_is_killed_and_started_again_in_the_middle_loses_nothing() throws Exception {
        StreamPosition end = StreamPosition.NONE;
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                end = append(end);
                assertWhole(end);
            }
            server.kill();
            for (int i = 0; i < 5; i++) {
                end = append(end);
                assertWhole(end);
            }
            server.start();
        }
        assertWhole(end);
        assertWhole(end);

        assertThat(end.version()).isEqualTo(75);
        assertThat(events).hasSize(6);
        for (int i = 0; i < 6; i += 2) {
            assertThat(events.get(i))
                    .isInstanceOfSatisfying(
                            CacheLost.class,
                            lost -> assertThat(lost.cause())
                                    .isInstanceOf(StoreException.Unavailable.class)
                                    .hasMessageStartingWith("Redis cannot be reached: "));
            assertThat(events.get(i + 1)).isEqualTo(new CacheRegained(5));
        }
        assertThat(store.counts()).isEqualTo(new TierCounts(58, 19, 0, 15));
    }

    @Test
    void a_server_that_does_not_answer_costs_its_timeout_and_loses_nothing() throws Exception {
        StreamPosition end = append(append(StreamPosition.NONE));
        assertWhole(end);
        server.freeze();
        try {
            end = append(end);
            assertWhole(end);
        } finally {
            server.thaw();
        }

        assertThat(events).singleElement().isInstanceOf(CacheLost.class);
        assertThat(store.counts().failures()).isEqualTo(1);
    }

    @Test
    void processes_that_share_a_server_find_what_the_others_loaded_and_forget_what_they_deleted() {
        StreamPosition end = append(append(StreamPosition.NONE));
        TieredStateStore other = process();
        assertWhole(end);

        assertThat(other.load(TALK)).isEqualTo(durable.load(TALK));
        assertThat(other.counts()).isEqualTo(new TierCounts(1, 0, 0, 0));
        other.delete(TALK);
        assertThat(clients.getFirst().keys("*stream:*")).isEmpty();
        assertThat(store.load(TALK)).isEqualTo(Loaded.NONE);
        StreamPosition anew = append(StreamPosition.NONE);
        assertWhole(anew);
        assertThat(other.load(TALK)).isEqualTo(durable.load(TALK));
    }

    @Test
    void what_somebody_else_wrote_is_not_used() {
        StreamPosition end = append(StreamPosition.NONE);
        assertWhole(end);
        RedisClient client = clients.getFirst();
        String key = client.keys("*stream:*").iterator().next();

        client.setrange(key, 60, "x");
        assertWhole(end);
        assertThat(events)
                .containsExactly(new PrefixRefused(TALK, "it is damaged, or not what was put there for this stream"));
        assertWhole(end);
        assertThat(events).as("mended").hasSize(1);

        client.del(key);
        client.lpush(key, "a list");
        assertWhole(end);
        assertThat(events)
                .last()
                .isInstanceOfSatisfying(
                        CacheLost.class, lost -> assertThat(lost.cause()).isInstanceOf(StoreException.Corrupt.class));
    }
}

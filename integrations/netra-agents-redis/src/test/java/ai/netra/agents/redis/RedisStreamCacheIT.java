package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.testkit.StreamCacheContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

class RedisStreamCacheIT extends StreamCacheContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final UserId ANN = UserId.of("ann");
    private static final StreamKey TALK = new StreamKey.OfThread(ANN, ThreadId.of("thread"));
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static RedisProcess server;
    private static RedisClient client;

    private final String prefix = "test-" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory);
        ConnectionPoolConfig tested = RedisProcess.pool(2_000);
        tested.setTestOnBorrow(true);
        client = RedisClient.builder()
                .hostAndPort(server.address())
                .clientConfig(RedisProcess.config(2_000))
                .poolConfig(tested)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Override
    protected StreamCache newCache() {
        return RedisStreamCache.builder(client).prefix(prefix).build();
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

    private static StreamKey run(int number) {
        return new StreamKey.OfRun(ANN, ThreadId.of("thread"), RunId.of("run " + number));
    }

    private Stream<String> keys() {
        return client.keys("*").stream().filter(key -> key.startsWith(prefix + ":"));
    }

    @Test
    void another_process_finds_what_was_put() {
        newCache().put(TALK, new byte[] {1, 2}, HOUR);

        try (RedisClient other = server.client()) {
            StreamCache theirs = RedisStreamCache.builder(other).prefix(prefix).build();
            assertThat(theirs.find(TALK, HOUR).orElseThrow()).containsExactly(1, 2);
        }
    }

    @Test
    void everything_expires_and_no_earlier_than_what_was_found_last() {
        StreamCache cache = newCache();
        cache.put(TALK, new byte[1], Duration.ofMinutes(1));
        cache.put(run(1), new byte[1], Duration.ofSeconds(10));
        assertThat(keys())
                .hasSize(3)
                .allSatisfy(key -> assertThat(client.pttl(key)).isBetween(1L, 60_000L));
        assertThat(keys().filter(key -> client.pttl(key) > 50_000)).hasSize(2);

        cache.find(run(1), HOUR);
        assertThat(keys().filter(key -> client.pttl(key) > 3_500_000)).hasSize(2);
    }

    @Test
    void nothing_of_a_forgotten_user_stays() {
        StreamCache cache = newCache();
        for (int i = 0; i < 250; i++) {
            cache.put(run(i), new byte[1], HOUR);
        }
        cache.put(TALK, new byte[1], HOUR);

        cache.forget(ANN);

        assertThat(keys()).isEmpty();
    }

    @Test
    void a_stream_that_could_not_be_forgotten_with_its_user_is_not_found() {
        StreamCache cache = newCache();
        cache.put(TALK, new byte[1], HOUR);
        client.del(keys().filter(key -> key.contains(":streams:")).findFirst().orElseThrow()); // evicted, say

        assertThat(cache.find(TALK, HOUR)).isEmpty();
        assertThat(keys()).isEmpty();
    }

    @Test
    void names_of_streams_whose_time_is_over_do_not_pile_up() throws InterruptedException {
        StreamCache cache = newCache();
        for (int i = 0; i < 20; i++) {
            cache.put(run(i), new byte[1], Duration.ofMillis(1));
        }
        pass(Duration.ofMillis(20));
        cache.put(TALK, new byte[1], HOUR);

        String streams =
                keys().filter(key -> key.contains(":streams:")).findFirst().orElseThrow();
        assertThat(client.zcard(streams)).isEqualTo(1);
    }

    @Test
    void caches_of_different_prefixes_know_nothing_of_each_other() {
        newCache().put(TALK, new byte[1], HOUR);

        assertThat(RedisStreamCache.builder(client).build().find(TALK, HOUR)).isEmpty();
        assertThatThrownBy(() -> RedisStreamCache.builder(client).prefix("a b"))
                .isInstanceOf(InvalidDefinitionException.class);
    }
}

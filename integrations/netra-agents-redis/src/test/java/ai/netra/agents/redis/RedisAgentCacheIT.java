package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.testkit.AgentCacheContract;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class RedisAgentCacheIT extends AgentCacheContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOB = UserId.of("bob");
    private static final AgentKey<String> AGENT = AgentKey.of("a", String.class);
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private static RedisProcess server;
    private static RedisClient client;

    private final String prefix = "test-" + PREFIXES.incrementAndGet();

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Override
    protected AgentCache newCache() {
        return RedisAgentCache.builder(client, JsonCodec.standard())
                .prefix(prefix)
                .build();
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        Thread.sleep(time); // the server's own clock is what lets entries lapse
    }

    private static CacheKey<String> key(UserId user, int number) {
        return new CacheKey<>(user, AGENT, String.format("%064x", number));
    }

    private Stream<String> keys() {
        return client.keys("*").stream().filter(key -> key.startsWith(prefix + ":"));
    }

    @Test
    void another_process_finds_what_was_put() {
        newCache().put(key(ANN, 1), "output", HOUR);

        try (RedisClient other = server.client()) {
            assertThat(RedisAgentCache.builder(other, JsonCodec.standard())
                            .prefix(prefix)
                            .build()
                            .find(key(ANN, 1)))
                    .contains("output");
        }
    }

    @Test
    void everything_is_kept_for_as_long_as_the_longest_output() {
        AgentCache cache = newCache();
        cache.put(key(ANN, 1), "output", HOUR);
        cache.put(key(ANN, 2), "output", Duration.ofMinutes(1));

        assertThat(keys())
                .hasSize(4)
                .allSatisfy(key -> assertThat(client.pttl(key)).isBetween(1L, HOUR.toMillis()));
        assertThat(keys().filter(
                                key -> client.pttl(key) > Duration.ofMinutes(59).toMillis()))
                .hasSize(3);
    }

    @Test
    void nothing_of_a_forgotten_user_stays() {
        AgentCache cache = newCache();
        for (int i = 0; i < 250; i++) {
            cache.put(key(ANN, i), "output", HOUR);
        }

        cache.forget(ANN);

        assertThat(keys()).noneMatch(key -> key.contains("ann"));
    }

    @Test
    void an_agent_is_forgotten_in_every_shard_of_users() {
        AgentCache cache = newCache();
        for (int i = 0; i < 500; i++) {
            cache.put(key(UserId.of("user" + i), 1), "output", HOUR);
        }

        cache.forget(AGENT);

        for (int i = 0; i < 500; i++) {
            assertThat(cache.find(key(UserId.of("user" + i), 1))).isEmpty();
        }
    }

    @Test
    void an_output_is_not_found_again_where_redis_evicted_what_it_is_forgotten_by() {
        AgentCache cache = newCache();
        for (String evicted : new String[] {":agent:", ":outputs:"}) {
            cache.put(key(ANN, 1), "before", HOUR);
            client.del(keys().filter(key -> key.contains(evicted)).findFirst().orElseThrow());

            assertThat(cache.find(key(ANN, 1))).isEmpty();
            cache.put(key(ANN, 2), "after", HOUR);
            assertThat(cache.find(key(ANN, 1))).isEmpty();
            assertThat(cache.find(key(ANN, 2))).contains("after");
        }
    }

    @Test
    void names_of_outputs_whose_time_is_over_do_not_pile_up() throws InterruptedException {
        AgentCache cache = newCache();
        for (int i = 0; i < 20; i++) {
            cache.put(key(ANN, i), "short", Duration.ofMillis(1));
        }
        pass(Duration.ofMillis(20));
        cache.put(key(ANN, 20), "long", HOUR);

        String outputs =
                keys().filter(key -> key.endsWith(":outputs:ann")).findFirst().orElseThrow();
        assertThat(client.zcard(outputs)).isEqualTo(1);
    }

    @Test
    void any_text_comes_back_also_one_that_utf8_cannot_hold() {
        AgentCache cache = newCache();
        for (String text : new String[] {"ü 漢 😀 \0 \n \" \\", "\uD800", "a\uDC00b😀\uD83D", ""}) {
            cache.put(key(ANN, 1), text, HOUR);
            assertThat(cache.find(key(ANN, 1))).contains(text);
        }
    }

    @Test
    void a_server_that_is_away_is_said_to_be_and_nothing_is_taken_for_missing(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (RedisProcess other = new RedisProcess(directory);
                RedisClient toOther = other.client()) {
            AgentCache cache =
                    RedisAgentCache.builder(toOther, JsonCodec.standard()).build();
            cache.put(key(BOB, 1), "output", HOUR);
            other.kill();

            for (Runnable use : new Runnable[] {
                () -> cache.find(key(BOB, 1)),
                () -> cache.put(key(BOB, 1), "output", HOUR),
                () -> cache.forget(key(BOB, 1)),
                () -> cache.forget(AGENT),
                () -> cache.forget(BOB)
            }) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(StoreException.Unavailable.class)
                        .hasMessageStartingWith("Redis cannot be reached: ");
            }
        }
    }

    @Test
    void goes_by_an_hour_unless_it_is_told_otherwise() {
        assertThat(newCache().ttl()).isEqualTo(HOUR);
        assertThat(RedisAgentCache.builder(client, JsonCodec.standard())
                        .ttl(Duration.ofMinutes(5))
                        .build()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(5));
        assertThatThrownBy(() ->
                        RedisAgentCache.builder(client, JsonCodec.standard()).ttl(Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("ttl of cached outputs is PT0S; use a positive duration");
    }
}

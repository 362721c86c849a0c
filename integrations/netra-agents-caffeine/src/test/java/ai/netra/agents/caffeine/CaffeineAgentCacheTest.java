package ai.netra.agents.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.core.cache.CacheCounts;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.testkit.AgentCacheContract;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaffeineAgentCacheTest extends AgentCacheContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final AgentKey<String> AGENT = AgentKey.of("a", String.class);

    private final VirtualClock clock = VirtualClock.manual();

    @Override
    protected AgentCache newCache() {
        return CaffeineAgentCache.builder().scheduler(clock).build();
    }

    @Override
    protected Optional<AgentCache> newCacheOf(int maxEntries) {
        return Optional.of(CaffeineAgentCache.builder()
                .maxEntries(maxEntries)
                .scheduler(clock)
                .build());
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }

    private static CacheKey<String> key(int number) {
        return new CacheKey<>(UserId.LOCAL, AGENT, String.format("%064x", number));
    }

    @Test
    void an_output_is_there_up_to_the_last_nanosecond_of_its_time() throws InterruptedException {
        AgentCache cache = newCache();
        cache.put(key(1), "output", HOUR);

        clock.advance(HOUR.minusNanos(1));
        assertThat(cache.find(key(1))).contains("output");
        clock.advance(Duration.ofNanos(1));
        assertThat(cache.find(key(1))).isEmpty();
    }

    @Test
    void counts_hits_misses_and_what_was_pushed_out() throws InterruptedException {
        CaffeineAgentCache cache =
                CaffeineAgentCache.builder().maxEntries(2).scheduler(clock).build();
        for (int i = 1; i <= 5; i++) {
            cache.put(key(i), "output", HOUR);
        }
        long found = IntStream.rangeClosed(1, 5)
                .filter(i -> cache.find(key(i)).isPresent())
                .count();
        clock.advance(HOUR);
        cache.find(key(1));

        assertThat(found).isEqualTo(2);
        assertThat(cache.counts()).isEqualTo(new CacheCounts(2, 4, 3));
    }

    @Test
    void keeps_ten_thousand_outputs_for_an_hour_unless_it_is_told_otherwise() {
        CaffeineAgentCache cache = CaffeineAgentCache.builder().scheduler(clock).build();
        for (int i = 0; i <= 10_000; i++) {
            cache.put(key(i), "output", HOUR);
        }

        assertThat(cache.counts().evictions()).isEqualTo(1);
        assertThat(cache.ttl()).isEqualTo(HOUR);
        assertThat(CaffeineAgentCache.builder()
                        .ttl(Duration.ofMinutes(5))
                        .build()
                        .ttl())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void goes_by_the_systems_time_unless_it_is_told_otherwise() {
        AgentCache cache = CaffeineAgentCache.builder().build();
        cache.put(key(1), "kept", HOUR);
        cache.put(key(2), "gone", Duration.ofNanos(1));

        while (cache.find(key(2)).isPresent()) {
            Thread.onSpinWait(); // until the system's clock has moved
        }
        assertThat(cache.find(key(1))).contains("kept");
    }

    @Test
    void rejects_what_makes_no_sense_and_names_it() {
        List<Runnable> definitions = List.of(
                () -> CaffeineAgentCache.builder().ttl(Duration.ZERO),
                () -> CaffeineAgentCache.builder().maxEntries(0));

        assertThat(definitions)
                .allSatisfy(definition -> assertThatThrownBy(definition::run)
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageMatching("(ttl of cached outputs is PT0S|maxEntries of a cache is 0); .*"));
    }
}

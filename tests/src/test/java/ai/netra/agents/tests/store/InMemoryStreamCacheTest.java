package ai.netra.agents.tests.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStreamCache;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.testkit.StreamCacheContract;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryStreamCacheTest extends StreamCacheContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualClock clock = VirtualClock.manual();

    @Override
    protected StreamCache newCache() {
        return InMemoryStreamCache.builder().scheduler(clock).build();
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }

    private InMemoryStreamCache of(int maxBytes) {
        return InMemoryStreamCache.builder().scheduler(clock).maxBytes(maxBytes).build();
    }

    private static StreamKey talk(int number) {
        return new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("thread " + number));
    }

    private static List<Integer> left(StreamCache in) {
        return IntStream.range(0, 100)
                .filter(i -> in.find(talk(i), MINUTE).isPresent())
                .boxed()
                .toList();
    }

    @Test
    void drops_what_was_not_used_for_longest_where_there_is_no_room() {
        InMemoryStreamCache cache = of(4 * (256 + 100));
        for (int i = 0; i < 4; i++) {
            cache.put(talk(i), new byte[100], MINUTE);
        }
        cache.find(talk(0), MINUTE);
        cache.put(talk(4), new byte[100], MINUTE);
        assertThat(left(cache)).containsExactly(0, 2, 3, 4);

        cache.put(talk(5), new byte[200], MINUTE);
        assertThat(left(cache)).containsExactly(3, 4, 5);
        assertThat(cache.size()).isEqualTo(3 * 256 + 400);
    }

    @Test
    void many_small_ones_are_bounded_too() {
        InMemoryStreamCache cache = of(10 * 256);
        for (int i = 0; i < 100; i++) {
            cache.put(talk(i), new byte[0], MINUTE);
        }

        assertThat(left(cache)).hasSize(10);
    }

    @Test
    void what_is_larger_than_all_of_it_is_not_taken_and_nothing_else_dropped() {
        InMemoryStreamCache cache = of(1_000);
        cache.put(talk(1), new byte[10], MINUTE);
        cache.put(talk(2), new byte[20], MINUTE);
        cache.put(talk(2), new byte[745], MINUTE);

        assertThat(left(cache)).containsExactly(1);
        assertThat(cache.size()).isEqualTo(266);
    }

    @Test
    void what_is_over_makes_room() throws InterruptedException {
        InMemoryStreamCache cache = of(10_000);
        for (int i = 0; i < 3; i++) {
            cache.put(talk(i), new byte[100], MINUTE);
        }
        pass(MINUTE);
        cache.put(talk(4), new byte[100], MINUTE);

        assertThat(cache.size()).isEqualTo(356);
        cache.forget(UserId.LOCAL);
        assertThat(cache.size()).isZero();
    }

    @Test
    void rejects_a_cache_of_nothing() {
        assertThatThrownBy(() -> InMemoryStreamCache.builder().maxBytes(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("maxBytes of a cache of streams is 0; use 1 or more, or no cache");
    }
}

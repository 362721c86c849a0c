package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link StreamCache} promises, as numbered tests. A test class of an implementation extends this one:
 *
 * <pre>{@code
 * class InMemoryStreamCacheTest extends StreamCacheContract {
 *     private final VirtualClock clock = VirtualClock.manual();
 *
 *     @Override
 *     protected StreamCache newCache() {
 *         return InMemoryStreamCache.builder().scheduler(clock).build();
 *     }
 *
 *     @Override
 *     protected void pass(Duration time) throws InterruptedException {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(60)
public abstract class StreamCacheContract {
    private static final Duration LONG = Duration.ofHours(1);
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOB = UserId.of("bob");
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final StreamKey TALK = new StreamKey.OfThread(ANN, THREAD);
    private static final StreamKey RUN = run(ANN, "run");

    private final AtomicReference<StreamCache> cache = new AtomicReference<>();

    /** For subclasses. */
    protected StreamCacheContract() {}

    /** A new cache, empty, with room for 4 MiB. */
    protected abstract StreamCache newCache();

    /** Cuts the cache off, until what it gives back is run; empty, and the clause on that skipped, where that cannot be. */
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    /** Lets time pass by which the cache keeps what it keeps: moves a virtual clock, or waits. */
    protected abstract void pass(Duration time) throws InterruptedException;

    /** The unit of time: long against the jitter of the machine where time is real, short for a test. 50 ms by default. */
    protected Duration tick() {
        return Duration.ofMillis(50);
    }

    @BeforeEach
    void open() {
        cache.set(newCache());
    }

    private StreamCache cache() {
        return cache.get();
    }

    private Duration ticks(int count) {
        return tick().multipliedBy(count);
    }

    private static StreamKey run(UserId user, String id) {
        return new StreamKey.OfRun(user, THREAD, RunId.of(id));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        return bytes;
    }

    private void put(StreamKey stream, int... values) {
        cache().put(stream, bytes(values), LONG);
    }

    private void assertKept(StreamKey stream, int... values) {
        assertThat(cache().find(stream, LONG))
                .hasValueSatisfying(found -> assertThat(found).containsExactly(bytes(values)));
    }

    private void assertGone(StreamKey stream) {
        assertThat(cache().find(stream, LONG)).isEmpty();
    }

    // Finding

    @Test
    void p01_what_was_never_put_is_not_found() {
        assertGone(TALK);
        assertGone(RUN);
    }

    @Test
    void p02_what_was_put_is_found_again_and_again() {
        put(TALK, 1, 2, 3);
        put(RUN, 4);

        for (int i = 0; i < 3; i++) {
            assertKept(TALK, 1, 2, 3);
            assertKept(RUN, 4);
        }
    }

    @Test
    void p03_any_bytes_are_found_whole() {
        byte[] large = new byte[1 << 20];
        IntStream.range(0, large.length).forEach(i -> large[i] = (byte) (i * 31 + i / 256));
        cache().put(TALK, large, LONG);
        put(RUN);

        assertThat(cache().find(TALK, LONG).orElseThrow()).isEqualTo(large);
        assertThat(cache().find(RUN, LONG).orElseThrow()).isEmpty();
    }

    @Test
    void p04_the_last_write_wins_also_if_it_is_shorter() {
        put(TALK, 1, 2, 3);
        put(TALK, 4);

        assertKept(TALK, 4);
    }

    @Test
    void p05_streams_whose_names_are_alike_are_different_streams() {
        List<String> alike = List.of(
                "a",
                "A",
                "a ",
                " a",
                "a:b",
                "a:",
                ":b",
                "b",
                "a|b",
                "a/b",
                "*",
                "a*",
                "{a}",
                "[a]",
                "a?",
                "%",
                "%0061",
                "\u00E4",
                "a\u0308",
                "\uD83D\uDE00",
                "\uD800",
                "\uD801",
                "?",
                "\uFFFD",
                "thread",
                "run",
                "..");
        List<StreamKey> streams = new ArrayList<>();
        for (String one : alike) {
            streams.add(new StreamKey.OfThread(UserId.of(one), THREAD));
            streams.add(new StreamKey.OfThread(ANN, ThreadId.of(one)));
            streams.add(run(ANN, one));
            streams.add(new StreamKey.OfRun(ANN, ThreadId.of(one), RunId.of("a")));
            streams.add(new StreamKey.OfRun(ANN, ThreadId.of("a"), RunId.of(one)));
        }
        List<StreamKey> distinct = streams.stream().distinct().toList();
        for (int i = 0; i < distinct.size(); i++) {
            put(distinct.get(i), i);
        }

        for (int i = 0; i < distinct.size(); i++) {
            assertKept(distinct.get(i), i);
        }
    }

    // Time

    @Test
    void p06_what_nobody_looks_for_is_gone_when_its_time_is_over() throws InterruptedException {
        cache().put(TALK, bytes(1), ticks(1));
        put(RUN, 2);
        pass(ticks(2));

        assertGone(TALK);
        assertKept(RUN, 2);
    }

    @Test
    void p07_finding_something_keeps_it_from_then_on() throws InterruptedException {
        cache().put(TALK, bytes(1), ticks(10));
        for (int i = 0; i < 4; i++) {
            pass(ticks(3));
            assertThat(cache().find(TALK, ticks(10))).isPresent();
        }
        pass(ticks(11));

        assertGone(TALK);
    }

    @Test
    void p08_putting_something_keeps_it_from_then_on() throws InterruptedException {
        cache().put(TALK, bytes(1), ticks(1));
        put(TALK, 2);
        pass(ticks(2));
        assertKept(TALK, 2);

        cache().put(TALK, bytes(3), ticks(1));
        pass(ticks(2));
        assertGone(TALK);
    }

    @Test
    void p09_a_time_of_centuries_is_long() {
        cache().put(TALK, bytes(1), Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(cache().find(TALK, Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
        assertKept(TALK, 1);
    }

    @Test
    void p10_no_time_and_less_are_refused() {
        put(TALK, 1);
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> cache().put(TALK, bytes(2), none)).isInstanceOf(InvalidDefinitionException.class);
            assertThatThrownBy(() -> cache().find(TALK, none)).isInstanceOf(InvalidDefinitionException.class);
        }

        assertKept(TALK, 1);
    }

    // Forgetting

    @Test
    void p11_a_stream_that_was_forgotten_is_not_found_and_others_are() {
        put(TALK, 1);
        put(RUN, 2);
        cache().forget(TALK);

        assertGone(TALK);
        assertKept(RUN, 2);
        put(TALK, 3);
        assertKept(TALK, 3);
    }

    @Test
    void p12_nothing_of_a_user_who_was_forgotten_is_found_and_others_are() {
        List<StreamKey> hers = Stream.concat(
                        IntStream.range(0, 250).mapToObj(i -> run(ANN, "run " + i)), Stream.of(TALK, RUN))
                .toList();
        List<StreamKey> others = List.of(run(BOB, "run"), new StreamKey.OfThread(UserId.of("ann:"), THREAD));
        Stream.concat(hers.stream(), others.stream()).forEach(stream -> put(stream, 1));
        cache().forget(ANN);

        hers.forEach(this::assertGone);
        others.forEach(stream -> assertKept(stream, 1));
        put(TALK, 2);
        assertKept(TALK, 2);
    }

    @Test
    void p13_what_is_not_there_can_be_forgotten() {
        cache().forget(TALK);
        cache().forget(ANN);
        put(TALK, 1);
        cache().forget(BOB);

        assertKept(TALK, 1);
    }

    // Many at once

    @Test
    void p14_many_who_put_and_find_the_same_find_whole_ones() throws InterruptedException {
        List<FutureTask<Boolean>> all = IntStream.range(0, 8)
                .mapToObj(number -> new FutureTask<>(() -> rounds(number)))
                .toList();
        all.forEach(task -> Thread.ofVirtual().start(task));

        for (FutureTask<Boolean> task : all) {
            try {
                assertThat(task.get()).isTrue();
            } catch (ExecutionException e) {
                throw new AssertionError("one of many at once failed", e.getCause());
            }
        }
    }

    private boolean rounds(int number) {
        boolean whole = true;
        for (int i = 0; i < 100; i++) {
            byte[] uniform = new byte[1_000 + number];
            Arrays.fill(uniform, (byte) number);
            cache().put(TALK, uniform, LONG);
            if (i % 10 == number) {
                cache().forget(TALK);
            }
            whole &= cache().find(TALK, LONG)
                    .map(found -> {
                        byte[] expected = new byte[1_000 + found[0]];
                        Arrays.fill(expected, found[0]);
                        return Arrays.equals(expected, found);
                    })
                    .orElse(true);
        }
        return whole;
    }

    // Outages

    @Test
    void p15_a_cache_that_is_cut_off_does_not_say_that_it_has_nothing() {
        put(TALK, 1);
        Optional<Runnable> back = outage();
        assumeTrue(back.isPresent(), "cannot be cut off");
        List<Runnable> calls = List.of(
                () -> cache().find(TALK, LONG),
                () -> put(TALK, 1),
                () -> cache().forget(TALK),
                () -> cache().forget(ANN));
        try {
            assertThat(calls)
                    .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(StoreException.Unavailable.class));
        } finally {
            back.get().run();
        }
        put(TALK, 2);
        assertKept(TALK, 2);
    }
}

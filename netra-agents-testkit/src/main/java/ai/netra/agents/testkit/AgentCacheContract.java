package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link AgentCache} promises, as numbered tests. A test class of an implementation extends this one:
 *
 * <pre>{@code
 * class InMemoryAgentCacheTest extends AgentCacheContract {
 *     private final VirtualClock clock = VirtualClock.manual();
 *
 *     @Override
 *     protected AgentCache newCache() {
 *         return InMemoryAgentCache.builder().scheduler(clock).build();
 *     }
 *
 *     @Override
 *     protected void pass(Duration time) throws InterruptedException {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 *
 * <p>The outputs put here are strings, numbers and records, as JSON can hold them, for caches that encode what they keep.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(60)
public abstract class AgentCacheContract {
    private static final Duration LONG = Duration.ofHours(1);
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOB = UserId.of("bob");
    private static final AgentKey<String> TRIAGE = AgentKey.of("triage", String.class);
    private static final AgentKey<String> DATA = AgentKey.of("data", String.class);
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final CacheKey<String> KEY = new CacheKey<>(ANN, TRIAGE, HASH);

    private final AtomicReference<AgentCache> cache = new AtomicReference<>();

    /** For subclasses. */
    protected AgentCacheContract() {}

    /** A new cache, empty, with room for a thousand small outputs. */
    protected abstract AgentCache newCache();

    /** A new cache of so many entries at most; empty, and c19 skipped, where a cache is not bounded by their number. */
    protected Optional<AgentCache> newCacheOf(int maxEntries) {
        return Optional.empty();
    }

    /** Lets time pass by which the cache keeps what it keeps: moves a virtual clock, or waits. */
    protected abstract void pass(Duration time) throws InterruptedException;

    /** The unit of time: long against the jitter of the machine where time is real, short for a test. 20 ms by default. */
    protected Duration tick() {
        return Duration.ofMillis(20);
    }

    @BeforeEach
    void open() {
        cache.set(newCache());
    }

    private AgentCache cache() {
        return cache.get();
    }

    private Duration ticks(int count) {
        return tick().multipliedBy(count);
    }

    /** An output with parts. */
    record Finding(String text, List<Integer> lines, Optional<Finding> cause) {}

    private static final Finding FINDING = new Finding(
            "slow \"disk\" ü \uD83D\uDE00\n",
            List.of(3, 5),
            Optional.of(new Finding("full", List.of(), Optional.empty())));

    private static String hash(int number) {
        return String.format("%064x", number);
    }

    // Finding

    @Test
    void c01_what_was_never_put_is_not_found() {
        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void c02_what_was_put_is_found_again_and_again() {
        cache().put(KEY, "output", LONG);

        assertThat(cache().find(KEY)).contains("output");
        assertThat(cache().find(new CacheKey<>(ANN, TRIAGE, HASH))).contains("output");
    }

    @Test
    void c03_an_output_with_parts_is_found_whole() {
        CacheKey<Finding> one = new CacheKey<>(ANN, AgentKey.of("finder", Finding.class), HASH);
        CacheKey<List<Finding>> many = new CacheKey<>(ANN, AgentKey.listOf("finders", Finding.class), HASH);

        cache().put(one, FINDING, LONG);
        cache().put(many, List.of(FINDING, FINDING), LONG);

        assertThat(cache().find(one)).contains(FINDING);
        assertThat(cache().find(many)).contains(List.of(FINDING, FINDING));
    }

    @Test
    void c04_the_last_write_wins() {
        cache().put(KEY, "first", LONG);
        cache().put(KEY, "second", LONG);

        assertThat(cache().find(KEY)).contains("second");
    }

    // Time

    @Test
    void c05_an_output_is_found_until_its_time_is_over() throws InterruptedException {
        cache().put(KEY, "short", ticks(2));
        cache().put(key(ANN, DATA), "long", ticks(10_000));

        pass(ticks(3));

        assertThat(cache().find(KEY)).isEmpty();
        assertThat(cache().find(key(ANN, DATA))).contains("long");
    }

    @Test
    void c06_finding_an_output_does_not_prolong_its_time() throws InterruptedException {
        cache().put(KEY, "output", ticks(4));

        pass(ticks(3));
        cache().find(KEY);
        pass(ticks(3));

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void c07_another_write_has_its_own_time() throws InterruptedException {
        cache().put(KEY, "first", ticks(2));
        cache().put(KEY, "second", ticks(10_000));
        cache().put(key(ANN, DATA), "first", ticks(10_000));
        cache().put(key(ANN, DATA), "second", ticks(2));

        pass(ticks(3));

        assertThat(cache().find(KEY)).contains("second");
        assertThat(cache().find(key(ANN, DATA))).as("not the first one again").isEmpty();
    }

    @Test
    void c08_an_output_may_be_kept_for_longer_than_any_time_can_count() throws InterruptedException {
        cache().put(KEY, "output", Duration.ofSeconds(Long.MAX_VALUE));

        pass(ticks(2));

        assertThat(cache().find(KEY)).contains("output");
    }

    @Test
    void c09_no_time_or_less_is_refused_and_changes_nothing() {
        cache().put(KEY, "first", LONG);

        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> cache().put(KEY, "second", none))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining(none.toString());
        }
        assertThat(cache().find(KEY)).contains("first");
    }

    @Test
    void c10_there_is_a_time_for_those_who_have_none_in_mind() {
        assertThat(cache().ttl()).isPositive();
    }

    // Isolation

    private static CacheKey<String> key(UserId user, AgentKey<String> agent) {
        return new CacheKey<>(user, agent, HASH);
    }

    @Test
    void c11_one_users_output_is_not_found_by_another() {
        List<UserId> users = new ArrayList<>(
                IntStream.range(0, 20).mapToObj(i -> UserId.of("user" + i)).toList());
        // What could be taken for one of the others, or for all of them, in a key that is a text or a pattern.
        List.of("User0", "user0 ", " user0", "user0:", ":user0", "*", "user?", "user[0]", "user0/", "..", "{user0}")
                .forEach(value -> users.add(UserId.of(value)));
        List.of("%", "%0075ser0", "user0\u200B", "\uD800", "\uD801", "?", "u\u0308", "\u00FC", "user0:" + HASH)
                .forEach(value -> users.add(UserId.of(value)));

        for (int i = 0; i < users.size(); i++) {
            assertThat(cache().find(key(users.get(i), TRIAGE)))
                    .as("found by '%s'", users.get(i))
                    .isEmpty();
            cache().put(key(users.get(i), TRIAGE), "output " + i, LONG);
        }
        for (int i = 0; i < users.size(); i++) {
            assertThat(cache().find(key(users.get(i), TRIAGE)))
                    .as("found by '%s'", users.get(i))
                    .contains("output " + i);
        }
    }

    @Test
    void c12_one_agents_output_is_not_found_as_anothers() {
        cache().put(key(ANN, TRIAGE), "triage", LONG);
        cache().put(key(ANN, DATA), "data", LONG);

        assertThat(cache().find(key(ANN, TRIAGE))).contains("triage");
        assertThat(cache().find(key(ANN, DATA))).contains("data");
        assertThat(cache().find(key(ANN, AgentKey.of("triage2", String.class)))).isEmpty();
        assertThat(cache().find(key(ANN, AgentKey.of("Triage", String.class)))).isEmpty();
    }

    @Test
    void c13_the_output_of_one_input_is_not_found_for_another() {
        for (int i = 0; i < 100; i++) {
            cache().put(new CacheKey<>(ANN, TRIAGE, hash(i)), "output " + i, LONG);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(cache().find(new CacheKey<>(ANN, TRIAGE, hash(i)))).contains("output " + i);
        }
        assertThat(cache().find(new CacheKey<>(ANN, TRIAGE, hash(100)))).isEmpty();
    }

    @Test
    void c14_an_output_is_not_found_as_another_type() {
        CacheKey<Integer> number = new CacheKey<>(ANN, AgentKey.of("triage", Integer.class), HASH);
        cache().put(KEY, "12", LONG);

        assertThat(cache().find(number)).isEmpty();

        cache().put(number, 12, LONG);
        assertThat(cache().find(number)).contains(12);
    }

    // Forgetting

    @Test
    void c15_a_key_is_forgotten_alone() {
        cache().put(KEY, "output", LONG);
        cache().put(key(BOB, TRIAGE), "bob's", LONG);

        cache().forget(KEY);

        assertThat(cache().find(KEY)).isEmpty();
        assertThat(cache().find(key(BOB, TRIAGE))).contains("bob's");
    }

    @Test
    void c16_an_agent_is_forgotten_for_every_user_and_type() {
        CacheKey<Integer> number = new CacheKey<>(BOB, AgentKey.of("triage", Integer.class), HASH);
        AgentKey<String> triage2 = AgentKey.of("triage2", String.class);
        cache().put(KEY, "ann's", LONG);
        cache().put(number, 12, LONG);
        cache().put(key(ANN, triage2), "another's", LONG);

        cache().forget(TRIAGE);

        assertThat(cache().find(KEY)).isEmpty();
        assertThat(cache().find(number)).isEmpty();
        assertThat(cache().find(key(ANN, triage2))).contains("another's");
    }

    @Test
    void c17_a_user_is_forgotten_with_all_that_was_made_for_them_and_nobody_else_is() {
        UserId all = UserId.of("*");
        cache().put(key(ANN, TRIAGE), "ann's", LONG);
        cache().put(key(ANN, DATA), "ann's", LONG);
        cache().put(key(BOB, TRIAGE), "bob's", LONG);
        cache().put(key(all, TRIAGE), "of the one that is called *", LONG);

        cache().forget(ANN);
        cache().forget(all);

        assertThat(cache().find(key(ANN, TRIAGE))).isEmpty();
        assertThat(cache().find(key(ANN, DATA))).isEmpty();
        assertThat(cache().find(key(all, TRIAGE))).isEmpty();
        assertThat(cache().find(key(BOB, TRIAGE))).contains("bob's");
    }

    @Test
    void c18_what_is_not_there_can_be_forgotten() {
        cache().forget(KEY);
        cache().forget(TRIAGE);
        cache().forget(ANN);

        cache().put(KEY, "output", LONG);
        assertThat(cache().find(KEY)).contains("output");
    }

    // Bounds and threads

    @Test
    void c19_no_more_is_kept_than_there_is_room_for() {
        Optional<AgentCache> bounded = newCacheOf(10);
        assumeTrue(bounded.isPresent(), "not bounded by the number of entries");
        for (int i = 0; i < 1_000; i++) {
            bounded.get().put(new CacheKey<>(ANN, TRIAGE, hash(i)), "output " + i, LONG);
        }

        assertThat(IntStream.range(0, 1_000)
                        .filter(i -> bounded.get()
                                .find(new CacheKey<>(ANN, TRIAGE, hash(i)))
                                .isPresent())
                        .count())
                .isBetween(1L, 10L);
    }

    @Test
    void c20_many_threads_find_what_was_put_for_their_key_or_nothing() throws InterruptedException {
        int threads = 64;
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            UserId user = UserId.of("user " + thread % 8);
            Thread.ofVirtual().name("user " + thread).start(() -> {
                try {
                    work(user);
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();

        assertThat(failures).isEmpty();
    }

    private void work(UserId user) {
        for (int round = 0; round < 50; round++) {
            CacheKey<String> key = new CacheKey<>(user, TRIAGE, hash(round % 5));
            String output = user + " " + key.hash();
            assertThat(cache().find(key).orElse(output)).isEqualTo(output);
            cache().put(key, output, LONG);
            if (round % 10 == 9) {
                cache().forget(key);
            }
        }
    }
}

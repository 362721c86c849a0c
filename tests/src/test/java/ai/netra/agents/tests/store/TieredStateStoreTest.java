package ai.netra.agents.tests.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.InMemoryStreamCache;
import ai.netra.agents.core.store.TierCounts;
import ai.netra.agents.core.store.TierEvent;
import ai.netra.agents.core.store.TierEvent.CacheLost;
import ai.netra.agents.core.store.TierEvent.CacheRegained;
import ai.netra.agents.core.store.TierEvent.PrefixRefused;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.AppendResult.Conflict;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TieredStateStoreTest {
    private static final UserId ANN = UserId.of("ann");
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(ANN, THREAD);
    private static final StreamKey.OfThread OTHER = new StreamKey.OfThread(ANN, ThreadId.of("other"));
    private static final StreamKey.OfRun RUN = new StreamKey.OfRun(ANN, THREAD, RunId.of("run"));

    private final RecordingStateStore durable = new RecordingStateStore(InMemoryStateStore.create());
    private final UnreliableStreamCache cache = new UnreliableStreamCache();
    private final List<TierEvent> events = new ArrayList<>();
    private final TieredStateStore store = over(durable, cache);

    private TieredStateStore over(StateStore durable, StreamCache cache) {
        return TieredStateStore.builder(durable, cache).listener(events::add).build();
    }

    private static Payload payload(String text) {
        return Payload.of("noted", 1, text.getBytes(UTF_8));
    }

    private static StreamPosition append(
            StateStore to, StreamKey.OfThread stream, StreamPosition expected, int records) {
        List<Payload> payloads = IntStream.range(0, records)
                .mapToObj(i -> payload("record " + i))
                .toList();
        return ((Appended) to.append(Append.to(stream, expected, "w", payloads))).end();
    }

    private StreamPosition begun(int records) {
        return append(store, TALK, StreamPosition.NONE, records);
    }

    /** What the durable store has, read without being counted. */
    private Loaded truth(StreamKey stream) {
        Loaded truth = durable.load(stream);
        durable.records();
        return truth;
    }

    @Test
    void of_a_long_stream_only_what_came_after_is_read_from_the_durable_store() {
        StreamPosition end = begun(1_000);
        assertThat(store.load(TALK).tail()).hasSize(1_000);
        assertThat(durable.records()).isEqualTo(1_000);

        append(store, TALK, end, 3);
        Loaded loaded = store.load(TALK);
        assertThat(durable.records()).isEqualTo(3);
        assertThat(loaded).isEqualTo(truth(TALK));

        assertThat(store.load(TALK)).isEqualTo(loaded);
        assertThat(durable.records()).isZero();
        assertThat(store.counts()).isEqualTo(new TierCounts(2, 1, 0, 0));
    }

    @Test
    void every_load_asks_the_durable_store_which_generation_there_is() {
        begun(3);
        store.load(TALK);
        durable.reads().clear();
        store.load(TALK);

        assertThat(durable.reads()).containsExactly("load");
    }

    @Test
    void what_a_caller_knows_is_not_read_from_either() {
        StreamPosition end = begun(10);
        append(store, TALK, end, 2);

        assertThat(store.load(TALK, end).tail()).hasSize(2);
        assertThat(durable.records()).isEqualTo(2);
        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void a_read_never_writes_to_the_durable_store() {
        begun(5);
        StateStore elsewhere = over(durable, new UnreliableStreamCache());
        List<Runnable> reads = List.of(
                () -> store.load(TALK),
                () -> store.load(TALK, new StreamPosition(1, 2)),
                () -> store.load(OTHER),
                () -> store.read(TALK, 1, 10),
                () -> store.find(ANN, RUN.run()),
                () -> store.runs(ANN, THREAD, Page.first(1)),
                () -> store.unfinished(ANN, THREAD, Page.first(1)),
                () -> store.threads(ANN, Page.first(1)),
                () -> store.lapsed(1),
                store::now);
        durable.writes().clear();

        reads.forEach(Runnable::run);
        reads.forEach(Runnable::run); // with what the cache has by now
        cache.entries().put(TALK, new byte[10]);
        reads.forEach(Runnable::run);
        assertThat(durable.writes()).isEmpty();

        elsewhere.delete(TALK);
        durable.writes().clear();
        reads.forEach(Runnable::run); // with what was deleted
        cache.away(() -> reads.forEach(Runnable::run));
        assertThat(durable.writes()).isEmpty();
    }

    @Test
    void what_was_deleted_is_not_given_as_what_began_after_it() {
        begun(5);
        store.load(TALK);
        StateStore elsewhere = over(durable, new UnreliableStreamCache());
        elsewhere.delete(TALK);
        append(elsewhere, TALK, StreamPosition.NONE, 7);

        assertThat(cache.entries()).containsKey(TALK);
        assertThat(store.load(TALK)).isEqualTo(truth(TALK));
        assertThat(store.load(TALK)).isEqualTo(truth(TALK));
        assertThat(durable.records()).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void what_was_deleted_elsewhere_is_not_there_and_leaves_the_cache() {
        begun(5);
        store.load(TALK);
        durable.delete(TALK);

        assertThat(store.load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void what_is_deleted_leaves_the_cache_at_once() {
        begun(5);
        append(store, OTHER, StreamPosition.NONE, 1);
        store.load(TALK);
        store.load(OTHER);

        store.delete(TALK);
        assertThat(cache.entries()).containsOnlyKeys(OTHER);
        store.erase(ANN);
        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void the_cache_has_only_what_the_durable_store_acknowledged() {
        StreamPosition end = begun(2);
        assertThat(cache.entries()).as("an append puts nothing").isEmpty();

        AppendResult conflict = store.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(payload("late"))));
        assertThat(conflict).isInstanceOf(Conflict.class);
        Runnable back = durable.cutOff();
        assertThatThrownBy(() -> append(store, TALK, end, 1)).isInstanceOf(StoreException.Unavailable.class);
        back.run();
        assertThat(cache.entries()).isEmpty();

        Loaded loaded = store.load(TALK);
        durable.records();
        assertThat(loaded.end()).isEqualTo(end);
        assertThat(store.load(TALK)).isEqualTo(loaded);
        assertThat(durable.records()).as("all of it was in the cache").isZero();
    }

    @Test
    void an_outage_of_the_cache_loses_nothing_and_is_told_once() {
        StreamPosition end = begun(10);
        store.load(TALK);

        cache.away(() -> {
            StreamPosition next = append(store, TALK, end, 5);
            for (int i = 0; i < 3; i++) {
                assertThat(store.load(TALK)).isEqualTo(truth(TALK));
            }
            assertThat(store.keep(TALK, next.generation(), new Snapshot(12, payload("up to 12"))))
                    .isTrue();
            assertThat(store.compact(TALK)).isEqualTo(12);
            assertThat(store.delete(OTHER)).isFalse();
            assertThat(events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            CacheLost.class, lost -> assertThat(lost.cause()).hasMessage("away"));
        });
        assertThat(store.load(TALK)).isEqualTo(truth(TALK));

        assertThat(events).hasSize(2).last().isEqualTo(new CacheRegained(6));
        assertThat(store.counts().failures()).isEqualTo(6);
        cache.away(() -> store.load(TALK));
        assertThat(events).hasSize(3).last().isInstanceOf(CacheLost.class);
    }

    @Test
    void a_cache_that_takes_nothing_more_is_told_once_and_answers_from_what_it_has() {
        StreamPosition end = begun(10);
        store.load(TALK);
        append(store, TALK, end, 1);
        durable.records();

        cache.full(() -> {
            for (int i = 0; i < 3; i++) {
                assertThat(store.load(TALK).tail()).hasSize(11);
            }
        });
        assertThat(durable.records()).isEqualTo(3);
        assertThat(events).singleElement().isInstanceOf(CacheLost.class);
        store.load(TALK);
        assertThat(events).last().isEqualTo(new CacheRegained(3));
        assertThat(store.counts()).isEqualTo(new TierCounts(4, 1, 0, 3));
    }

    @Test
    void an_outage_of_the_durable_store_is_never_answered_by_the_cache() {
        begun(3);
        store.load(TALK);
        Runnable back = durable.cutOff();

        assertThatThrownBy(() -> store.load(TALK)).isInstanceOf(StoreException.Unavailable.class);
        assertThatThrownBy(() -> store.read(TALK, 1, 1)).isInstanceOf(StoreException.Unavailable.class);
        back.run();
        assertThat(store.load(TALK).tail()).hasSize(3);
        assertThat(events).isEmpty();
    }

    @Test
    void a_user_is_not_erased_as_long_as_the_cache_may_name_them() {
        begun(3);
        store.load(TALK);

        cache.away(() -> assertThatThrownBy(() -> store.erase(ANN))
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("erase again")
                .hasRootCauseInstanceOf(IllegalStateException.class));
        assertThat(store.load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(store.erase(ANN)).isZero();
        assertThat(cache.entries()).isEmpty();
        assertThat(events).last().isEqualTo(new CacheRegained(1));
    }

    @Test
    void what_was_damaged_is_not_used_whichever_byte_it_is() {
        begun(3);
        store.load(TALK);
        byte[] whole = cache.entries().get(TALK);

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            cache.entries().put(TALK, damaged);
            assertThat(store.load(TALK)).isEqualTo(truth(TALK));
        }
        for (int length = 0; length < whole.length; length++) {
            cache.entries().put(TALK, Arrays.copyOf(whole, length));
            assertThat(store.load(TALK)).isEqualTo(truth(TALK));
        }
        cache.entries().put(TALK, Arrays.copyOf(whole, whole.length + 1));
        assertThat(store.load(TALK)).isEqualTo(truth(TALK));

        int refused = 2 * whole.length + 1;
        assertThat(store.counts()).isEqualTo(new TierCounts(0, 1 + refused, refused, 0));
        assertThat(events)
                .hasSize(refused)
                .allSatisfy(event -> assertThat(event)
                        .isEqualTo(
                                new PrefixRefused(TALK, "it is damaged, or not what was put there for this stream")));
        assertThat(cache.entries().get(TALK)).as("mended").isEqualTo(whole);
    }

    @Test
    void what_belongs_to_another_stream_is_not_used() {
        begun(3);
        append(store, OTHER, StreamPosition.NONE, 4);
        store.load(TALK);
        cache.entries().put(OTHER, cache.entries().get(TALK));

        assertThat(store.load(OTHER)).isEqualTo(truth(OTHER));
        assertThat(events).singleElement().isInstanceOf(PrefixRefused.class);
    }

    @Test
    void what_goes_further_than_the_durable_store_is_not_used() {
        begun(5);
        store.load(TALK);
        StateStore shorter = InMemoryStateStore.create(); // whose generations are the same
        append(shorter, TALK, StreamPosition.NONE, 3);
        TieredStateStore after = over(shorter, cache);

        assertThat(after.load(TALK)).isEqualTo(shorter.load(TALK));
        assertThat(events)
                .containsExactly(new PrefixRefused(
                        TALK,
                        "it goes to version 5, and the durable store to 3; see whether that lost what it had"
                                + " acknowledged"));
    }

    @Test
    void stores_that_share_a_cache_find_what_the_others_loaded() {
        StreamPosition end = begun(100);
        TieredStateStore other = over(durable, cache);
        store.load(TALK);
        append(other, TALK, end, 1);
        durable.records();

        assertThat(other.load(TALK)).isEqualTo(truth(TALK));
        store.load(TALK);
        other.load(TALK);
        assertThat(durable.records()).isZero();
        assertThat(other.counts()).isEqualTo(new TierCounts(2, 0, 0, 0));
    }

    @Test
    void a_snapshot_is_given_to_all_who_share_the_cache() {
        StreamPosition end = begun(10);
        TieredStateStore other = over(durable, cache);
        other.load(TALK);
        store.keep(TALK, end.generation(), new Snapshot(8, payload("up to 8")));

        for (int i = 0; i < 2; i++) {
            assertThat(other.load(TALK)).isEqualTo(truth(TALK));
            assertThat(other.load(TALK).snapshot()).isPresent();
        }
    }

    @Test
    void a_snapshot_that_a_cache_did_not_hear_of_gives_the_same_state_until_there_is_a_later_one() {
        StreamPosition end = begun(10);
        TieredStateStore other = over(durable, new UnreliableStreamCache());
        Loaded before = other.load(TALK);
        store.keep(TALK, end.generation(), new Snapshot(8, payload("up to 8")));
        store.compact(TALK);

        assertThat(other.load(TALK)).isEqualTo(before);
        end = append(store, TALK, end, 2);
        store.keep(TALK, end.generation(), new Snapshot(11, payload("up to 11")));
        assertThat(other.load(TALK)).isEqualTo(truth(TALK));
    }

    @Test
    void of_a_stream_that_is_too_long_the_cache_has_the_beginning() {
        StreamPosition end = begun(100);
        TieredStateStore small =
                TieredStateStore.builder(durable, cache).maxPrefix(1_000).build();
        small.load(TALK);
        durable.records();

        assertThat(cache.entries().get(TALK)).hasSizeBetween(900, 1_000);
        assertThat(small.load(TALK)).isEqualTo(truth(TALK));
        small.load(TALK);
        assertThat(durable.records()).isBetween(50L, 90L);
        byte[] put = cache.entries().get(TALK);
        append(small, TALK, end, 1);
        small.load(TALK);
        assertThat(cache.entries().get(TALK)).as("not put again").isSameAs(put);
    }

    @Test
    void what_does_not_fit_at_all_is_not_put() {
        StreamPosition end = begun(2);
        store.keep(TALK, end.generation(), new Snapshot(1, payload("x".repeat(1_000))));
        TieredStateStore.builder(durable, cache).maxPrefix(1_000).build().load(TALK);

        assertThat(cache.entries()).isEmpty();
    }

    @Test
    void a_stream_stays_in_the_cache_for_an_hour_after_it_was_loaded_last() throws InterruptedException {
        VirtualClock clock = VirtualClock.manual();
        TieredStateStore timed =
                over(durable, InMemoryStreamCache.builder().scheduler(clock).build());
        begun(3);
        timed.load(TALK);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(59));
            timed.load(TALK);
        }
        assertThat(timed.counts()).isEqualTo(new TierCounts(3, 1, 0, 0));

        clock.advance(Duration.ofHours(1));
        timed.load(TALK);
        assertThat(timed.counts()).isEqualTo(new TierCounts(3, 2, 0, 0));
    }

    @Test
    void a_payload_that_cannot_be_encoded_is_loaded_all_the_same() {
        Payload live = Payload.of("noted", 1, "value", value -> {
            throw new IllegalStateException("not encodable");
        });
        store.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(live)));

        assertThat(store.load(TALK).tail())
                .singleElement()
                .extracting(record -> record.payload().value(String.class).orElseThrow())
                .isEqualTo("value");
        assertThat(events).singleElement().isInstanceOf(CacheLost.class);
    }

    @Test
    void a_listener_that_fails_breaks_nothing() {
        begun(3);
        TieredStateStore told = TieredStateStore.builder(durable, cache)
                .listener(event -> {
                    throw new AssertionError("failing listener");
                })
                .build();

        cache.away(() -> assertThat(told.load(TALK).tail()).hasSize(3));
        assertThat(told.load(TALK).tail()).hasSize(3);
    }

    @Test
    void closing_it_leaves_the_tiers_open() {
        begun(1);
        store.close();

        assertThat(durable.load(TALK).tail()).hasSize(1);
    }

    @Test
    void rejects_what_makes_no_sense_and_names_it() {
        TieredStateStore.Builder builder = TieredStateStore.builder(durable, cache);

        assertThatThrownBy(() -> builder.ttl(Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("ttl of a tiered store is PT0S; use a positive duration");
        assertThatThrownBy(() -> builder.maxPrefix(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("maxPrefix of a tiered store is 0 bytes; use 1 or more, or no cache");
    }
}

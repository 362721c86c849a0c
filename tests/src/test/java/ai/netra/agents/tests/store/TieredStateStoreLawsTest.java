package ai.netra.agents.tests.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class TieredStateStoreLawsTest {
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("thread"));

    enum Step {
        APPEND,
        APPEND_MANY,
        KEEP,
        COMPACT,
        DELETE,
        LOAD,
        LOAD_ELSEWHERE,
        AWAY,
        BACK,
        DAMAGE,
        DROP
    }

    private final List<Payload> appended = new ArrayList<>(); // of the generation there is
    private final Random random = new Random(1);

    @Property(tries = 500)
    void two_tiers_answer_as_the_durable_store_whatever_becomes_of_the_cache(@ForAll @Size(max = 60) List<Step> steps) {
        StateStore durable = InMemoryStateStore.create();
        UnreliableStreamCache cache = new UnreliableStreamCache();
        List<StateStore> stores = List.of(tiered(durable, cache), tiered(durable, cache));
        boolean away = false;
        boolean heard = true; // of every snapshot there is
        appended.clear();
        for (Step step : steps) {
            StateStore at = stores.get(step == Step.LOAD_ELSEWHERE ? 1 : 0);
            away = step == Step.AWAY || (away && step != Step.BACK);
            heard = step == Step.DROP || step == Step.DELETE || (heard && !(away && step == Step.KEEP));
            boolean exact = heard;
            Runnable round = () -> {
                take(step, at, cache);
                Loaded loaded = at.load(TALK);
                Loaded truth = durable.load(TALK);
                assertSameState(loaded, truth);
                if (exact) {
                    assertThat(loaded).isEqualTo(truth);
                }
            };
            if (away) {
                cache.away(round);
            } else {
                round.run();
            }
        }
    }

    private static StateStore tiered(StateStore durable, UnreliableStreamCache cache) {
        return TieredStateStore.builder(durable, cache).maxPrefix(2_000).build();
    }

    private void take(Step step, StateStore store, UnreliableStreamCache cache) {
        StreamPosition end = store.load(TALK).end();
        switch (step) {
            case APPEND -> append(store, end, 1);
            case APPEND_MANY -> append(store, end, 20);
            case KEEP -> {
                if (end.version() > 0) {
                    long version = 1L + random.nextInt((int) end.version());
                    store.keep(TALK, end.generation(), new Snapshot(version, payload("up to " + version)));
                }
            }
            case COMPACT -> store.compact(TALK);
            case DELETE -> {
                store.delete(TALK);
                appended.clear();
            }
            case DAMAGE -> cache.entries().values().forEach(bytes -> bytes[random.nextInt(bytes.length)] ^= 4);
            case DROP -> cache.entries().clear();
            case LOAD, LOAD_ELSEWHERE, AWAY, BACK -> store.load(TALK);
        }
    }

    private void append(StateStore store, StreamPosition end, int count) {
        List<Payload> records = IntStream.range(0, count)
                .mapToObj(i -> payload("record " + random.nextInt()))
                .toList();
        assertThat(store.append(Append.to(TALK, end, "w", records))).isInstanceOf(AppendResult.Appended.class);
        appended.addAll(records);
    }

    /** As far as the durable store, with the records that were appended from a snapshot on without gaps, and none of them before what it has. */
    private void assertSameState(Loaded loaded, Loaded truth) {
        assertThat(loaded.end()).isEqualTo(truth.end());
        long from = loaded.snapshot().map(Snapshot::version).orElse(0L);
        assertThat(from)
                .isLessThanOrEqualTo(truth.snapshot().map(Snapshot::version).orElse(0L));
        assertThat(loaded.snapshot().map(Snapshot::payload))
                .isEqualTo(loaded.snapshot().map(one -> payload("up to " + one.version())));
        assertThat(loaded.tail())
                .extracting(StoredRecord::version)
                .isEqualTo(LongStream.rangeClosed(from + 1, loaded.end().version())
                        .boxed()
                        .toList());
        assertThat(loaded.tail())
                .extracting(StoredRecord::payload)
                .isEqualTo(appended.subList((int) from, appended.size()));
    }

    private static Payload payload(String text) {
        return Payload.of("noted", 1, text.getBytes(UTF_8));
    }
}

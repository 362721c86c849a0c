package ai.netra.agents.tests.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.InMemoryArtifactStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.SpillingStateStore;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.testkit.StateStoreContract;
import ai.netra.agents.testkit.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpillingStateStoreTest extends StateStoreContract {
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("t"));
    private static final Payload SMALL = Payload.of("noted", 2, new byte[3]);
    private static final Payload LARGE = Payload.of("noted", 2, new byte[4]);

    private final VirtualClock clock = VirtualClock.manual();
    private final StateStore streams =
            InMemoryStateStore.builder().scheduler(clock).build();
    private final ArtifactStore artifacts = InMemoryArtifactStore.create();
    private final StateStore store =
            SpillingStateStore.builder(streams, artifacts).limit(3).build();

    @Override
    protected StateStore newStore() {
        return store;
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }

    private StreamPosition append(Payload... payloads) {
        return ((AppendResult.Appended) store.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(payloads))))
                .end();
    }

    private static List<Payload> payloads(StateStore in) {
        return in.load(TALK).tail().stream().map(StoredRecord::payload).toList();
    }

    private static ArtifactId id(Payload payload) {
        return ArtifactId.of(payload.bytes());
    }

    @Test
    void keeps_what_is_larger_than_its_limit_as_an_artifact_and_nothing_else() {
        append(SMALL, LARGE);

        assertThat(payloads(store)).containsExactly(SMALL, LARGE);
        assertThat(payloads(streams).get(0)).isEqualTo(SMALL);
        assertThat(payloads(streams).get(1).kind()).isEqualTo("netra.artifact");
        assertThat(payloads(streams).get(1).bytes()).asString().isEqualTo(id(LARGE) + " 2 noted");
        assertThat(artifacts.get(UserId.LOCAL, id(LARGE))).hasValue(LARGE.bytes());
        assertThat(artifacts.get(UserId.LOCAL, id(SMALL))).isEmpty();
    }

    @Test
    void keeps_a_mebibyte_in_the_stream_by_default() {
        StateStore standard = SpillingStateStore.builder(streams, artifacts).build();
        Payload mebibyte = Payload.of("noted", 1, new byte[1 << 20]);
        Payload more = Payload.of("noted", 1, new byte[(1 << 20) + 1]);
        standard.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(mebibyte, more)));

        assertThat(artifacts.get(UserId.LOCAL, id(mebibyte))).isEmpty();
        assertThat(artifacts.get(UserId.LOCAL, id(more))).isPresent();
        assertThat(payloads(standard)).containsExactly(mebibyte, more);
    }

    @Test
    void does_not_take_a_payload_for_a_reference_that_looks_like_one() {
        Payload alike = Payload.of("netra.artifact", Integer.MAX_VALUE, new byte[] {1});
        append(LARGE);
        Payload reference = payloads(streams).get(0);
        store.delete(TALK);

        append(alike, reference);

        assertThat(payloads(store)).containsExactly(alike, reference);
    }

    @Test
    void keeps_a_large_snapshot_as_an_artifact() {
        StreamPosition end = append(SMALL);
        store.keep(TALK, end.generation(), new Snapshot(1, LARGE));

        assertThat(streams.load(TALK).snapshot().orElseThrow().payload().kind()).isEqualTo("netra.artifact");
        assertThat(store.load(TALK).snapshot()).contains(new Snapshot(1, LARGE));
    }

    @Test
    void says_which_record_has_lost_its_artifact() {
        append(SMALL, LARGE);
        artifacts.erase(UserId.LOCAL);

        for (Runnable read : List.<Runnable>of(() -> store.load(TALK), () -> store.read(TALK, 2, 1))) {
            assertThatExceptionOfType(StoreException.Corrupt.class)
                    .isThrownBy(read::run)
                    .withMessageContaining("record 2 of " + TALK)
                    .withMessageContaining(id(LARGE).sha256());
        }
        assertThat(store.read(TALK, 1, 1)).extracting(StoredRecord::payload).containsExactly(SMALL);
    }

    @Test
    void says_which_snapshot_has_lost_its_artifact() {
        store.keep(TALK, append(SMALL).generation(), new Snapshot(1, LARGE));
        artifacts.erase(UserId.LOCAL);

        assertThatExceptionOfType(StoreException.Corrupt.class)
                .isThrownBy(() -> store.load(TALK))
                .withMessageContaining("the snapshot at version 1 of " + TALK);
    }

    @Test
    void takes_a_reference_that_it_cannot_read_for_corrupt() {
        for (Payload reference : List.of(
                Payload.of("netra.artifact", 2, (id(LARGE) + " 2 noted").getBytes(StandardCharsets.US_ASCII)),
                Payload.of("netra.artifact", 1, new byte[] {1, 2, 3}))) {
            streams.delete(TALK);
            streams.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(reference)));

            assertThatExceptionOfType(StoreException.Corrupt.class)
                    .isThrownBy(() -> store.load(TALK))
                    .withMessageContaining("record 1 of " + TALK);
        }
    }

    @Test
    void reads_again_where_a_stream_was_erased_while_it_was_read() {
        append(LARGE);
        ArtifactStore erasing = new ArtifactStore() {
            @Override
            public ArtifactId put(UserId user, byte[] bytes) {
                return artifacts.put(user, bytes);
            }

            @Override
            public Optional<byte[]> get(UserId user, ArtifactId artifact) {
                store.erase(user);
                return artifacts.get(user, artifact);
            }

            @Override
            public long erase(UserId user) {
                return artifacts.erase(user);
            }

            @Override
            public void close() {}
        };

        assertThat(SpillingStateStore.builder(streams, erasing).build().load(TALK))
                .isEqualTo(Loaded.NONE);
    }

    @Test
    void erases_artifacts_with_their_user_and_leaves_them_with_their_stream() {
        append(LARGE);
        store.delete(TALK);
        assertThat(artifacts.get(UserId.LOCAL, id(LARGE))).isPresent();

        append(LARGE);
        assertThat(store.erase(UserId.LOCAL)).isEqualTo(1);
        assertThat(artifacts.get(UserId.LOCAL, id(LARGE))).isEmpty();
    }

    @Test
    void refuses_a_negative_limit() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> SpillingStateStore.builder(streams, artifacts).limit(-1))
                .withMessage("limit of a spilling store is -1; use 0 or more bytes");
    }
}

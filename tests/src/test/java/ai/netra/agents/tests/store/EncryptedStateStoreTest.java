package ai.netra.agents.tests.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.PayloadKey;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncryptedStateStoreTest {
    private static final String SECRET = "the launch code is 0000";
    private static final StreamKey.OfRun RUN = new StreamKey.OfRun(UserId.of("ann"), ThreadId.of("t"), RunId.of("r"));
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(UserId.of("ann"), ThreadId.of("t"));
    private static final PayloadKey OLD = key("2026-10", 1);
    private static final PayloadKey NEW = key("2026-11", 2);

    private final StateStore raw = InMemoryStateStore.create();
    private final StateStore store = EncryptedStateStore.of(raw, PayloadKeys.of(NEW));

    static PayloadKey key(String id, int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return new PayloadKey(id, new SecretKeySpec(bytes, "AES"));
    }

    private static Payload payload(String text) {
        return Payload.of("noted", 1, text.getBytes(UTF_8));
    }

    private static Append append(StreamKey stream, StreamPosition expected, Payload... payloads) {
        Optional<Mark> mark = stream instanceof StreamKey.OfRun ? Optional.of(Mark.suspended()) : Optional.empty();
        return new Append(stream, expected, "w", List.of(payloads), mark);
    }

    private static StreamPosition put(StateStore to, StreamKey stream, Payload... payloads) {
        return ((Appended) to.append(append(stream, to.load(stream).end(), payloads))).end();
    }

    private static Payload first(StateStore of, StreamKey stream) {
        return of.read(stream, 1, 1).get(0).payload();
    }

    /** As a store on another system would give it back. */
    private static Payload copy(Payload payload) {
        return Payload.of(payload.kind(), payload.schema(), payload.bytes());
    }

    private static String readable(Payload payload) {
        return new String(payload.bytes(), US_ASCII);
    }

    @Test
    void nothing_of_a_payload_is_readable_in_the_store_within() {
        StreamPosition end = put(store, RUN, payload(SECRET), payload(SECRET));
        store.keep(RUN, end.generation(), new Snapshot(1, payload(SECRET)));

        List<Payload> kept = List.of(
                raw.read(RUN, 1, 2).get(0).payload(),
                raw.read(RUN, 1, 2).get(1).payload(),
                raw.load(RUN).snapshot().orElseThrow().payload());
        assertThat(kept).allSatisfy(one -> {
            assertThat(readable(one)).doesNotContain("launch", "code", "0000");
            assertThat(one.size()).isEqualTo(SECRET.length() + 32 + NEW.id().length());
        });
        assertThat(kept.stream().map(EncryptedStateStoreTest::readable)).doesNotHaveDuplicates();
    }

    @Test
    void what_is_read_back_from_bytes_is_what_was_written() {
        put(store, RUN, payload(SECRET), payload(""));
        StateStore elsewhere = InMemoryStateStore.create();
        raw.read(RUN, 1, 2).forEach(one -> put(elsewhere, RUN, copy(one.payload())));

        assertThat(EncryptedStateStore.of(elsewhere, PayloadKeys.of(NEW))
                        .load(RUN)
                        .tail())
                .extracting(one -> one.payload())
                .containsExactly(payload(SECRET), payload(""));
    }

    @Test
    void a_store_in_memory_gives_back_the_very_values_and_nothing_is_encoded() {
        StringBuilder value = new StringBuilder("no constant");
        put(store, TALK, Payload.of("noted", 1, value, one -> {
            throw new AssertionError("encoded");
        }));

        assertThat(first(store, TALK).value(StringBuilder.class).orElseThrow()).isSameAs(value);
    }

    @Test
    void the_bytes_of_a_payload_are_the_same_whenever_they_are_asked_for() {
        put(store, RUN, payload(SECRET));

        assertThat(first(raw, RUN).bytes()).isEqualTo(first(raw, RUN).bytes());
    }

    @Test
    void a_new_key_is_for_what_is_written_from_then_on_and_the_earlier_one_for_what_is_there() {
        StateStore before = EncryptedStateStore.of(raw, PayloadKeys.of(OLD));
        StateStore after = EncryptedStateStore.of(raw, PayloadKeys.of(NEW, OLD));
        put(before, RUN, payload("1"));
        put(after, RUN, payload("2"));

        assertThat(after.read(RUN, 1, 2)).extracting(one -> one.payload()).containsExactly(payload("1"), payload("2"));
        assertThat(raw.read(RUN, 1, 2))
                .extracting(one -> readable(one.payload()).substring(0, 11))
                .containsExactly("NE1\u00072026-10", "NE1\u00072026-11");
    }

    @Test
    void a_key_that_is_gone_is_named_with_the_place() {
        put(EncryptedStateStore.of(raw, PayloadKeys.of(OLD)), RUN, payload(SECRET));

        assertThatThrownBy(() -> store.load(RUN))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContainingAll("record 1", "user=ann", "run=r", "'2026-10'", "not among the keys");
    }

    @Test
    void another_key_of_the_same_id_does_not_decrypt() {
        put(EncryptedStateStore.of(raw, PayloadKeys.of(key(NEW.id(), 3))), RUN, payload(SECRET));

        assertThatThrownBy(() -> store.read(RUN, 1, 1))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContainingAll("record 1", "user=ann", "'2026-11'")
                .hasMessageNotContaining("launch");
    }

    @Test
    void what_was_written_before_the_store_was_encrypted_is_refused() {
        put(raw, RUN, payload(SECRET));

        assertThatThrownBy(() -> store.load(RUN))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContainingAll("record 1", "user=ann", "not encrypted")
                .hasMessageNotContaining("launch");
    }

    static List<StreamKey> otherStreams() {
        return List.of(
                new StreamKey.OfRun(UserId.of("bob"), RUN.thread(), RUN.run()),
                new StreamKey.OfRun(RUN.user(), ThreadId.of("other"), RUN.run()),
                new StreamKey.OfRun(RUN.user(), RUN.thread(), RunId.of("other")),
                new StreamKey.OfRun(UserId.of("an"), ThreadId.of("nt"), RUN.run()),
                TALK);
    }

    @ParameterizedTest
    @MethodSource("otherStreams")
    void a_record_does_not_decrypt_in_another_stream(StreamKey other) {
        put(store, RUN, payload(SECRET));
        for (Payload moved : List.of(first(raw, RUN), copy(first(raw, RUN)))) {
            StateStore within = InMemoryStateStore.create();
            put(within, other, moved);
            refuses(within, other);
        }
    }

    private static void refuses(StateStore within, StreamKey stream) {
        assertThatThrownBy(() ->
                        EncryptedStateStore.of(within, PayloadKeys.of(NEW)).load(stream))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContainingAll(stream.toString(), "'2026-11'")
                .hasMessageNotContaining("launch");
    }

    @Test
    void a_payload_that_is_still_in_memory_does_not_decrypt_in_another_stream() {
        put(store, RUN, payload(SECRET));
        put(raw, TALK, first(raw, RUN));

        assertThatThrownBy(() -> store.load(TALK)).isInstanceOf(StoreException.Corrupt.class);
    }

    @Test
    void records_of_a_stream_cannot_be_swapped() {
        put(store, RUN, payload("1"), payload("2"));
        StateStore within = InMemoryStateStore.create();
        put(within, RUN, copy(raw.read(RUN, 2, 1).get(0).payload()));

        refuses(within, RUN);
    }

    static List<Payload> otherPayloads() {
        return List.of(Payload.of("decided", 1, new byte[0]), Payload.of("noted", 2, new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("otherPayloads")
    void a_record_does_not_decrypt_as_one_of_another_kind_or_schema(Payload other) {
        put(store, RUN, payload(SECRET));
        StateStore within = InMemoryStateStore.create();
        put(
                within,
                RUN,
                Payload.of(other.kind(), other.schema(), first(raw, RUN).bytes()));

        refuses(within, RUN);
    }

    @Test
    void a_record_is_no_snapshot_and_a_snapshot_stands_for_no_other_version() {
        StreamPosition end = put(store, RUN, payload("1"), payload("2"));
        store.keep(RUN, end.generation(), new Snapshot(1, payload("up to 1")));
        Payload snapshot = copy(raw.load(RUN).snapshot().orElseThrow().payload());

        for (Payload wrong : List.of(snapshot, copy(raw.read(RUN, 2, 1).get(0).payload()))) {
            StateStore within = InMemoryStateStore.create();
            StreamPosition there = put(within, RUN, payload("1"), payload("2"));
            within.keep(RUN, there.generation(), new Snapshot(2, wrong));
            assertThatThrownBy(() ->
                            EncryptedStateStore.of(within, PayloadKeys.of(NEW)).load(RUN))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContainingAll("snapshot at version 2", "user=ann", "'2026-11'");
        }
    }

    @Test
    void the_limit_of_the_store_within_counts_what_it_is_given() {
        int limit = SECRET.length() + EncryptedStateStore.OVERHEAD;
        String longest = "k".repeat(64);
        StateStore limited = EncryptedStateStore.of(
                InMemoryStateStore.builder().maxPayload(limit).build(), PayloadKeys.of(key(longest, 1)));

        put(limited, RUN, payload(SECRET));
        assertThatThrownBy(() -> put(limited, RUN, payload(SECRET + "!")))
                .isInstanceOf(StoreException.TooLarge.class)
                .hasMessageContainingAll("" + (limit + 1), "" + limit);
    }

    @Test
    void what_the_hosts_keys_throw_comes_out_as_it_is() {
        IllegalStateException away = new IllegalStateException("the vault is away");
        StateStore within = InMemoryStateStore.builder().maxPayload(1_000).build();
        StateStore failing = EncryptedStateStore.of(within, new PayloadKeys() {
            @Override
            public PayloadKey current() {
                throw away;
            }

            @Override
            public Optional<PayloadKey> find(String id) {
                throw away;
            }
        });

        assertThatThrownBy(() -> put(failing, RUN, payload(SECRET))).isSameAs(away);
        assertThat(within.load(RUN).tail()).isEmpty();
        put(within, RUN, copy(encryptedFirst()));
        assertThatThrownBy(() -> failing.load(RUN)).isSameAs(away);
    }

    private Payload encryptedFirst() {
        put(store, RUN, payload(SECRET));
        return first(raw, RUN);
    }

    static Stream<Runnable> malformed() {
        return Stream.of(
                () -> new PayloadKey("", OLD.key()),
                () -> new PayloadKey("a b", OLD.key()),
                () -> new PayloadKey("k".repeat(65), OLD.key()),
                () -> new PayloadKey("short", new SecretKeySpec(new byte[16], "AES")),
                () -> new PayloadKey("other", new SecretKeySpec(new byte[32], "HmacSHA256")),
                () -> PayloadKeys.of(NEW, OLD, key(OLD.id(), 5)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses_what_is_no_key(Runnable definition) {
        assertThatThrownBy(definition::run)
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageMatching(".*payload key.*; (use|give) .*");
    }

    @Test
    void a_key_does_not_show() {
        assertThat(NEW).hasToString("PayloadKey[2026-11]");
    }
}

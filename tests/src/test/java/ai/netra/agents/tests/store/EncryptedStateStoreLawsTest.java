package ai.netra.agents.tests.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EncryptedStateStoreLawsTest {
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(UserId.of("ann"), ThreadId.of("t"));
    private static final PayloadKeys KEYS =
            PayloadKeys.of(EncryptedStateStoreTest.key("a", 1), EncryptedStateStoreTest.key("c", 1));

    /** What a store kept, given back by another as other bytes. */
    private static StateStore holding(byte[] bytes) {
        StateStore within = InMemoryStateStore.create();
        within.append(Append.to(TALK, StreamPosition.NONE, "w", List.of(Payload.of("noted", 1, bytes))));
        return EncryptedStateStore.of(within, KEYS);
    }

    private static byte[] encrypted(byte[] plain) {
        StateStore within = InMemoryStateStore.create();
        EncryptedStateStore.of(within, KEYS)
                .append(Append.to(TALK, StreamPosition.NONE, "w", List.of(Payload.of("noted", 1, plain))));
        return within.read(TALK, 1, 1).get(0).payload().bytes();
    }

    @Property
    void what_was_written_is_read(@ForAll byte[] plain) {
        assertThat(holding(encrypted(plain)).read(TALK, 1, 1).get(0).payload())
                .isEqualTo(Payload.of("noted", 1, plain));
    }

    @Property
    void a_bit_that_was_changed_is_noticed_wherever_it_is(
            @ForAll @Size(max = 40) byte[] plain, @ForAll @IntRange(max = 1_000_000) int place) {
        byte[] bytes = encrypted(plain);
        int bit = place % (bytes.length * Byte.SIZE);
        bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

        assertThatThrownBy(() -> holding(bytes).load(TALK))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageStartingWith("record 1 of " + TALK);
    }

    @Property
    void what_was_cut_off_or_added_is_noticed(
            @ForAll @Size(max = 40) byte[] plain, @ForAll @IntRange(max = 1_000_000) int place) {
        byte[] bytes = encrypted(plain);

        for (byte[] wrong :
                List.of(Arrays.copyOf(bytes, place % bytes.length), Arrays.copyOf(bytes, bytes.length + 1))) {
            assertThatThrownBy(() -> holding(wrong).read(TALK, 1, 1)).isInstanceOf(StoreException.Corrupt.class);
        }
    }
}

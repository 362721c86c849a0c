package ai.netra.agents.jdbc;

import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.PayloadKey;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;

/** What is encrypted before it is kept. */
class EncryptedContractInH2MemoryTest extends StateStoreContractInH2MemoryTest {
    private static final PayloadKeys KEYS = PayloadKeys.of(new PayloadKey("k", new SecretKeySpec(new byte[32], "AES")));

    private final List<StateStore> within = new ArrayList<>();

    private StateStore encrypted(int maxPayload) {
        StateStore store = super.newStoreOf(maxPayload + overhead()).orElseThrow();
        within.add(store);
        return EncryptedStateStore.of(store, KEYS);
    }

    @Override
    protected StateStore newStore() {
        return encrypted(1 << 20);
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(encrypted(maxPayload));
    }

    @Override
    protected int overhead() {
        return 32 + 1;
    }

    @AfterEach
    void closeWithin() {
        within.forEach(StateStore::close);
    }
}

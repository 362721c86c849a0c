package ai.netra.agents.tests.store;

import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.PayloadKey;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.Optional;

class EncryptedStateStoreContractTest extends StateStoreContract {
    private static final PayloadKey KEY = EncryptedStateStoreTest.key("k", 7);

    private final VirtualClock clock = VirtualClock.manual();
    private final StateStore inner =
            InMemoryStateStore.builder().scheduler(clock).build();

    @Override
    protected StateStore newStore() {
        return EncryptedStateStore.of(inner, PayloadKeys.of(KEY));
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(EncryptedStateStore.of(
                InMemoryStateStore.builder()
                        .scheduler(clock)
                        .maxPayload(maxPayload + overhead())
                        .build(),
                PayloadKeys.of(KEY)));
    }

    @Override
    protected int overhead() {
        return 32 + KEY.id().length();
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }
}

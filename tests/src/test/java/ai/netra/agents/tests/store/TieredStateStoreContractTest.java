package ai.netra.agents.tests.store;

import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.InMemoryStreamCache;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamCache;
import ai.netra.agents.testkit.StateStoreContract;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.Optional;

/** Stores that share both their tiers, as those of several processes do. */
class TieredStateStoreContractTest extends StateStoreContract {
    private final VirtualClock clock = VirtualClock.manual();
    private final RecordingStateStore durable = new RecordingStateStore(
            InMemoryStateStore.builder().scheduler(clock).build());
    private final StreamCache cache =
            InMemoryStreamCache.builder().scheduler(clock).build();

    @Override
    protected StateStore newStore() {
        return TieredStateStore.builder(durable, cache).build();
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(TieredStateStore.builder(
                        InMemoryStateStore.builder()
                                .scheduler(clock)
                                .maxPayload(maxPayload)
                                .build(),
                        InMemoryStreamCache.builder().scheduler(clock).build())
                .build());
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(durable.cutOff());
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        clock.advance(time);
    }
}

package ai.netra.agents.tests.store;

import ai.netra.agents.core.store.InMemoryArtifactStore;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.testkit.ArtifactStoreContract;

class InMemoryArtifactStoreTest extends ArtifactStoreContract {
    private final ArtifactStore store = InMemoryArtifactStore.create();

    @Override
    protected ArtifactStore newStore() {
        return store;
    }
}

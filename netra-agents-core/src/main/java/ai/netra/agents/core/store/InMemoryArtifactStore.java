package ai.netra.agents.core.store;

import ai.netra.agents.UserId;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** An artifact store in memory, for one process and as long as that lives. Nothing waits, and {@link #close()} has no effect. */
public final class InMemoryArtifactStore implements ArtifactStore {
    private final ConcurrentMap<UserId, Map<ArtifactId, byte[]>> users = new ConcurrentHashMap<>();

    private InMemoryArtifactStore() {}

    /** An empty store. */
    public static InMemoryArtifactStore create() {
        return new InMemoryArtifactStore();
    }

    @Override
    public ArtifactId put(UserId user, byte[] bytes) {
        ArtifactId id = ArtifactId.of(bytes);
        users.compute(user, (key, known) -> {
            Map<ArtifactId, byte[]> artifacts = known == null ? new ConcurrentHashMap<>() : known;
            artifacts.computeIfAbsent(id, missing -> bytes.clone());
            return artifacts;
        });
        return id;
    }

    @Override
    public Optional<byte[]> get(UserId user, ArtifactId artifact) {
        return Optional.ofNullable(users.getOrDefault(user, Map.of()).get(artifact))
                .map(byte[]::clone);
    }

    @Override
    public long erase(UserId user) {
        Map<ArtifactId, byte[]> artifacts = users.remove(user);
        return artifacts == null ? 0 : artifacts.size();
    }

    @Override
    public void close() {}
}

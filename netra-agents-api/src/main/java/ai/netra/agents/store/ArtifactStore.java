package ai.netra.agents.store;

import ai.netra.agents.UserId;
import java.util.Optional;

/**
 * Keeps what is too large for a stream, by user and by what it holds; streams refer to it. Implement me; the testkit's {@code ArtifactStoreContract} says
 * when it is done. Thread-safe, also between processes.
 *
 * <p>An artifact never changes. A user has one of the same bytes once, however often it is put; another user's is another one, and nobody finds it.
 *
 * <p><b>Life cycle.</b> Artifacts are there until their user is {@linkplain #erase erased}. They are not counted by who refers to them: one that was put
 * for an append that conflicted, or for a stream that was deleted since, stays, as another of the user's streams may refer to the same bytes.
 *
 * <p>A store takes artifacts of 64 MiB at least, and never logs them. Every method throws a {@link StoreException.Unavailable} where the store cannot be
 * reached. Interrupting a thread inside a method has it end with {@code Unavailable} and leaves it interrupted, or has no effect.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Keeps bytes. Once it returns they are there, also after the machine has lost its power if the store is a durable one.
     *
     * @return the {@link ArtifactId#of} them
     * @throws StoreException.TooLarge if there are more than the store takes
     */
    ArtifactId put(UserId user, byte[] bytes);

    /**
     * The bytes of an artifact; empty where the user has no such one.
     *
     * @throws StoreException.Corrupt if what is kept is not what was put
     */
    Optional<byte[]> get(UserId user, ArtifactId artifact);

    /**
     * Deletes all artifacts of a user, and leaves nothing that names the user.
     *
     * @return how many there were
     */
    long erase(UserId user);

    /** Lets go of what the store itself has opened, and not of what it was given. The store is not used any more. */
    @Override
    void close();
}

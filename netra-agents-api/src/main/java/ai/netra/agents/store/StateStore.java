package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps run journals and conversations, as streams that are only appended to. Implement me; the testkit's {@code StateStoreContract} says when it is
 * done. Thread-safe, also between processes.
 *
 * <p><b>Streams.</b> A stream is there from its first record until it is deleted. Its records have the versions 1, 2, 3 and so on. An append says which
 * version it expects the stream to end with, and happens whole or not at all; of two that expect the same version one conflicts. So a run has one
 * writer at a time: who takes it over appends a record, and with it the earlier writer is fenced.
 *
 * <p><b>Payloads</b> are opaque. A store keeps them as they are, or encoded; it never looks inside, and never logs them.
 *
 * <p><b>Time</b> is the store's own, also for leases: those of the processes that use it may differ.
 *
 * <p><b>Costs.</b> An append costs what is appended, and loading what there is after the last snapshot, however long the stream is.
 *
 * <p>Every method throws a {@link StoreException.Unavailable} where the store cannot be reached: that is never taken for a stream that is not there.
 * Interrupting a thread inside a method has it end with {@code Unavailable} and leaves it interrupted, or has no effect.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Appends records to a stream.
     *
     * @throws StoreException.TooLarge if a payload is larger than the store takes
     * @throws InvalidDefinitionException if the append has a mark and is to a conversation, or has none and is to a run's journal
     */
    AppendResult append(StreamKey stream, Append append);

    /**
     * Records of a stream in order, from a version on; empty behind its end, or where there is no stream.
     *
     * @param from the version of the first
     * @param most how many at most
     * @throws InvalidDefinitionException if either is less than one
     */
    List<StoredRecord> read(StreamKey stream, long from, int most);

    /** A stream's last snapshot and what came after it; version 0 and nothing, where it is not there. */
    Loaded load(StreamKey stream);

    /**
     * Keeps a snapshot of a stream, in the place of an earlier one. Without effect where there is one of this version or a later one.
     *
     * @param generation that of what the snapshot was made of
     * @return whether it was kept; false also where the stream was deleted since, or is not as long
     */
    boolean keep(StreamKey stream, long generation, Snapshot snapshot);

    /**
     * Forgets the records that a stream's last snapshot stands for. Versions stay as they are.
     *
     * @return how many were forgotten
     */
    long compact(StreamKey stream);

    /** A run of a user, whatever its thread. */
    Optional<RunHeader> find(UserId user, RunId run);

    /**
     * Runs of a thread, in the order of their ids.
     *
     * @param after the last id of the page before; empty for the first page
     * @param most how many at most
     */
    List<RunHeader> runs(UserId user, ThreadId thread, Optional<RunId> after, int most);

    /**
     * Conversations of a user, in the order of their ids.
     *
     * @param after the last id of the page before; empty for the first page
     * @param most how many at most
     */
    List<ThreadHeader> threads(UserId user, Optional<ThreadId> after, int most);

    /**
     * Running runs of all users whose lease has lapsed, the longest lapsed first: nobody works on them, or somebody who is too slow. Who takes one over
     * appends to it.
     *
     * @param most how many at most
     */
    List<RunHeader> lapsed(int most);

    /**
     * Prolongs the lease of a running run, from now on.
     *
     * @return false, without effect, where somebody else has appended since, or the run is not running
     */
    boolean renew(StreamKey.OfRun run, String writer, Duration lease);

    /**
     * Deletes a stream with its snapshots. A stream of the same key that begins later is of another generation.
     *
     * @return whether it was there
     */
    boolean delete(StreamKey stream);

    /**
     * Deletes all streams of a user.
     *
     * @return how many there were
     */
    long erase(UserId user);

    /** The store's time. */
    Instant now();

    /** Lets go of what the store itself has opened, and not of what it was given. The store is not used any more. */
    @Override
    void close();
}

package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps run journals and conversations, as streams that are only appended to. Implement me; the testkit's {@code StateStoreContract} says when it is
 * done. Thread-safe, also between processes.
 *
 * <p><b>Streams.</b> A stream is there from its first record until it is deleted. Its records have the versions 1, 2, 3 and so on. An append says how
 * far it expects the stream to have come, and happens whole or not at all; of two that expect the same one conflicts. So a run has one writer at a
 * time: who takes it over appends a record, and with it the earlier writer is fenced. A stream that begins after one of the same key was deleted is
 * of another generation, and conflicts with all who knew the earlier one. A user has a run of an id once, in whichever thread.
 *
 * <p><b>Payloads</b> are opaque. A store keeps them as they are, or encoded; it never looks inside, and never logs them. It takes payloads of 1 MiB at
 * least, 1,000 records in an append, and ids as long as ids can be, and takes none for another: no case is folded, nothing trimmed or normalized.
 *
 * <p><b>Time</b> is the store's own, also for leases: those of the processes that use it may differ. Times of a stream's records never go back.
 *
 * <p><b>Costs.</b> An append costs what is appended, and loading what there is after the last snapshot, however long the stream is.
 *
 * <p>Every method throws a {@link StoreException.Unavailable} where the store cannot be reached: that is never taken for a stream that is not there.
 * Interrupting a thread inside a method has it end with {@code Unavailable} and leaves it interrupted, or has no effect.
 */
public interface StateStore extends AutoCloseable {
    /**
     * Appends records to a stream. What encoding a payload throws comes out as it is, and nothing was appended.
     *
     * @throws StoreException.TooLarge if a payload is larger than the store takes
     */
    AppendResult append(Append append);

    /**
     * Records of a stream in order, from a version on; without those that were compacted, and empty behind its end, or where there is no stream.
     *
     * @param from the version of the first
     * @param most how many at most
     * @throws InvalidDefinitionException if either is less than one
     */
    List<StoredRecord> read(StreamKey stream, long from, int most);

    /** A stream's last snapshot and what came after it; {@link Loaded#NONE} where it is not there. */
    default Loaded load(StreamKey stream) {
        return load(stream, StreamPosition.NONE);
    }

    /**
     * What a caller who knows a stream up to a position does not know: the records behind it. If the stream is not of the same generation any more, or
     * has a snapshot of a later version: all, as of {@link #load(StreamKey)}.
     */
    Loaded load(StreamKey stream, StreamPosition known);

    /**
     * Keeps a snapshot of a stream, in the place of an earlier one. Without effect where there is one of this version or a later one.
     *
     * @param generation that of what the snapshot was made of
     * @return whether it was kept; false also where the stream is not there, not of this generation, or not as long
     * @throws StoreException.TooLarge if the payload is larger than the store takes
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

    /** Runs of a thread, in an order of the store's own; what begins or is deleted between two pages is found or not, and the others once. */
    List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page);

    /** Runs of a thread that are not over, in the same way. Costs what there is of these, however many are over. */
    List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page);

    /** Conversations of a user, in the same way. */
    List<ThreadHeader> threads(UserId user, Page<ThreadId> page);

    /**
     * Running runs of all users whose lease has lapsed, the longest lapsed first: nobody works on them, or somebody who is too slow. Who takes one over
     * appends to it.
     *
     * @param most how many at most
     * @throws InvalidDefinitionException if that is less than one
     */
    List<RunHeader> lapsed(int most);

    /**
     * Leases a running run anew, from now on, whether or not the lease has lapsed.
     *
     * @return false, without effect, where somebody else has appended since, or the run is not running, or not there
     */
    boolean renew(StreamKey.OfRun run, String writer, Lease lease);

    /**
     * Deletes a stream with its snapshots.
     *
     * @return whether it was there
     */
    boolean delete(StreamKey stream);

    /**
     * Deletes all streams of a user, and leaves nothing that names the user.
     *
     * @return how many there were
     */
    long erase(UserId user);

    /** The store's time, in milliseconds or finer. */
    Instant now();

    /** Lets go of what the store itself has opened, and not of what it was given. The store is not used any more. */
    @Override
    void close();
}

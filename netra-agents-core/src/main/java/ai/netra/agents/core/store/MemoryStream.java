package ai.netra.agents.core.store;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A stream, there once it has a record and until it is deleted. All but {@link #key()} and {@link #locked} is for who holds its lock.
 *
 * <p>Within the lock others may be taken that take no further ones; no two streams are locked at once.
 */
final class MemoryStream {
    private final StreamKey key;
    private final long generation;
    private final ReentrantLock lock = new ReentrantLock();
    private List<StoredRecord> records = new ArrayList<>(); // those that were not compacted
    private long compacted; // the version of the last one that was
    private Optional<Snapshot> snapshot = Optional.empty();
    private Optional<RunPhase> phase = Optional.empty();
    private Optional<Instant> leasedUntil = Optional.empty();
    private String writer = "";
    private Instant begun = Instant.MIN;
    private Instant changed = Instant.MIN;
    private boolean deleted;

    MemoryStream(StreamKey key, long generation) {
        this.key = key;
        this.generation = generation;
    }

    StreamKey key() {
        return key;
    }

    <R> R locked(Supplier<R> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    boolean isThere() {
        return !deleted && version() > 0;
    }

    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }

    Optional<RunPhase> phase() {
        return phase;
    }

    Optional<Instant> leasedUntil() {
        return leasedUntil;
    }

    private long version() {
        return compacted + records.size();
    }

    private StreamPosition end() {
        return isThere() ? new StreamPosition(generation, version()) : StreamPosition.NONE;
    }

    AppendResult append(Append append, Instant now) {
        if (!append.expected().equals(end())) {
            return new AppendResult.Conflict(end(), behind(append.expected()));
        }
        changed = now.isAfter(changed) ? now : changed;
        if (version() == 0) {
            begun = changed;
        }
        writer = append.writer();
        for (Payload payload : append.records()) {
            records.add(new StoredRecord(version() + 1, writer, payload, changed));
        }
        append.mark().ifPresent(mark -> {
            phase = Optional.of(mark.phase());
            leasedUntil = mark.lease().map(lease -> now.plus(lease.time()));
        });
        return new AppendResult.Appended(end());
    }

    /** Who wrote the record behind a position. */
    private Optional<String> behind(StreamPosition expected) {
        boolean same = expected.equals(StreamPosition.NONE) || expected.generation() == generation;
        return same && expected.version() >= compacted && expected.version() < version()
                ? Optional.of(
                        records.get((int) (expected.version() - compacted)).writer())
                : Optional.empty();
    }

    List<StoredRecord> read(long from, int most) {
        int first = Math.clamp(from - 1 - compacted, 0, records.size());
        return List.copyOf(records.subList(first, (int) Math.min((long) first + most, records.size())));
    }

    Loaded load(StreamPosition known) {
        if (!isThere()) {
            return Loaded.NONE;
        }
        long from = known.generation() == generation ? known.version() : 0;
        Optional<Snapshot> unknown = snapshot.filter(one -> one.version() > from);
        long first = unknown.map(Snapshot::version).orElse(from) + 1;
        return new Loaded(end(), unknown, read(first, Integer.MAX_VALUE));
    }

    boolean keep(long of, Snapshot next) {
        boolean kept = isThere()
                && of == generation
                && next.version() <= version()
                && next.version() > snapshot.map(Snapshot::version).orElse(0L);
        if (kept) {
            snapshot = Optional.of(next);
        }
        return kept;
    }

    long compact() {
        long before = compacted;
        compacted = Math.max(before, snapshot.map(Snapshot::version).orElse(0L));
        records = new ArrayList<>(records.subList((int) (compacted - before), records.size()));
        return compacted - before;
    }

    boolean renew(String by, Lease lease, Instant now) {
        boolean renewed = isThere() && leasedUntil.isPresent() && writer.equals(by);
        if (renewed) {
            leasedUntil = Optional.of(now.plus(lease.time()));
        }
        return renewed;
    }

    /** What is known of a run, if this is one. */
    Optional<RunHeader> run() {
        return isThere() && key instanceof StreamKey.OfRun run
                ? phase.map(at -> new RunHeader(run, end(), at, writer, begun, changed, leasedUntil))
                : Optional.empty();
    }

    /** What is known of a conversation, if this is one. */
    Optional<ThreadHeader> thread() {
        return isThere() && key instanceof StreamKey.OfThread thread
                ? Optional.of(new ThreadHeader(thread, end(), changed))
                : Optional.empty();
    }
}

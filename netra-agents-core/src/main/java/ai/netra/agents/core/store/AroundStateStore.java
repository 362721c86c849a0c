package ai.netra.agents.core.store;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A store around another one, which it asks for all that it does not do otherwise, and which is its owner's to close. */
abstract class AroundStateStore implements StateStore {
    private final StateStore store;

    AroundStateStore(StateStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /** The other one. */
    final StateStore store() {
        return store;
    }

    @Override
    public AppendResult append(Append append) {
        return store.append(append);
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        return store.read(stream, from, most);
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        return store.load(stream, known);
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        return store.keep(stream, generation, snapshot);
    }

    @Override
    public long compact(StreamKey stream) {
        return store.compact(stream);
    }

    @Override
    public Optional<RunHeader> find(UserId user, RunId run) {
        return store.find(user, run);
    }

    @Override
    public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
        return store.runs(user, thread, page);
    }

    @Override
    public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
        return store.unfinished(user, thread, page);
    }

    @Override
    public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
        return store.threads(user, page);
    }

    @Override
    public List<RunHeader> lapsed(int most) {
        return store.lapsed(most);
    }

    @Override
    public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
        return store.renew(run, writer, lease);
    }

    @Override
    public boolean delete(StreamKey stream) {
        return store.delete(stream);
    }

    @Override
    public long erase(UserId user) {
        return store.erase(user);
    }

    @Override
    public Instant now() {
        return store.now();
    }

    /** Leaves the other one open. */
    @Override
    public void close() {}
}

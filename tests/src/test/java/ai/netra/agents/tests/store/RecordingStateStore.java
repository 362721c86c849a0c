package ai.netra.agents.tests.store;

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
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Another store, which notes what it is asked and how many records it gives, and can be cut off. */
final class RecordingStateStore implements StateStore {
    private final StateStore store;
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final AtomicLong records = new AtomicLong();
    private volatile boolean cutOff;

    RecordingStateStore(StateStore store) {
        this.store = store;
    }

    List<String> reads() {
        return reads;
    }

    List<String> writes() {
        return writes;
    }

    /** How many records were read since this was asked last. */
    long records() {
        return records.getAndSet(0);
    }

    /** Until what this gives back is run. */
    Runnable cutOff() {
        cutOff = true;
        return () -> cutOff = false;
    }

    private <T> T read(String what, Supplier<T> call) {
        reads.add(what);
        return reached(call);
    }

    private <T> T write(String what, Supplier<T> call) {
        writes.add(what);
        return reached(call);
    }

    private <T> T reached(Supplier<T> call) {
        if (cutOff) {
            throw new StoreException.Unavailable("cut off", new IllegalStateException("by the test"));
        }
        return call.get();
    }

    @Override
    public AppendResult append(Append append) {
        return write("append", () -> store.append(append));
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        List<StoredRecord> read = read("read", () -> store.read(stream, from, most));
        records.addAndGet(read.size());
        return read;
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        Loaded loaded = read("load", () -> store.load(stream, known));
        records.addAndGet(loaded.tail().size());
        return loaded;
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        return write("keep", () -> store.keep(stream, generation, snapshot));
    }

    @Override
    public long compact(StreamKey stream) {
        return write("compact", () -> store.compact(stream));
    }

    @Override
    public Optional<RunHeader> find(UserId user, RunId run) {
        return read("find", () -> store.find(user, run));
    }

    @Override
    public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
        return read("runs", () -> store.runs(user, thread, page));
    }

    @Override
    public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
        return read("unfinished", () -> store.unfinished(user, thread, page));
    }

    @Override
    public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
        return read("threads", () -> store.threads(user, page));
    }

    @Override
    public List<RunHeader> lapsed(int most) {
        return read("lapsed", () -> store.lapsed(most));
    }

    @Override
    public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
        return write("renew", () -> store.renew(run, writer, lease));
    }

    @Override
    public boolean delete(StreamKey stream) {
        return write("delete", () -> store.delete(stream));
    }

    @Override
    public long erase(UserId user) {
        return write("erase", () -> store.erase(user));
    }

    @Override
    public Instant now() {
        return read("now", store::now);
    }

    @Override
    public void close() {
        store.close();
    }
}

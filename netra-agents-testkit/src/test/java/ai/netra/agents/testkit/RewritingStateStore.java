package ai.netra.agents.testkit;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A store that takes some ids for others, or some payloads. */
final class RewritingStateStore extends ForwardingStateStore {
    private final UnaryOperator<String> user;
    private final UnaryOperator<String> thread;
    private final UnaryOperator<String> run;
    private final UnaryOperator<Payload> payload;

    private RewritingStateStore(
            StateStore store,
            UnaryOperator<String> user,
            UnaryOperator<String> thread,
            UnaryOperator<String> run,
            UnaryOperator<Payload> payload) {
        super(store);
        this.user = user;
        this.thread = thread;
        this.run = run;
        this.payload = payload;
    }

    static StateStore users(StateStore store, UnaryOperator<String> rewrite) {
        return new RewritingStateStore(
                store, rewrite, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    static StateStore threads(StateStore store, UnaryOperator<String> rewrite) {
        return new RewritingStateStore(
                store, UnaryOperator.identity(), rewrite, UnaryOperator.identity(), UnaryOperator.identity());
    }

    static StateStore runs(StateStore store, UnaryOperator<String> rewrite) {
        return new RewritingStateStore(
                store, UnaryOperator.identity(), UnaryOperator.identity(), rewrite, UnaryOperator.identity());
    }

    static StateStore ids(StateStore store, UnaryOperator<String> rewrite) {
        return new RewritingStateStore(store, rewrite, rewrite, rewrite, UnaryOperator.identity());
    }

    static StateStore payloads(StateStore store, UnaryOperator<Payload> rewrite) {
        return new RewritingStateStore(
                store, UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity(), rewrite);
    }

    private UserId rewritten(UserId id) {
        return UserId.of(user.apply(id.value()));
    }

    private ThreadId rewritten(ThreadId id) {
        return ThreadId.of(thread.apply(id.value()));
    }

    private RunId rewritten(RunId id) {
        return RunId.of(run.apply(id.value()));
    }

    private StreamKey rewritten(StreamKey key) {
        return switch (key) {
            case StreamKey.OfRun of -> rewritten(of);
            case StreamKey.OfThread of -> new StreamKey.OfThread(rewritten(of.user()), rewritten(of.thread()));
        };
    }

    private StreamKey.OfRun rewritten(StreamKey.OfRun key) {
        return new StreamKey.OfRun(rewritten(key.user()), rewritten(key.thread()), rewritten(key.run()));
    }

    @Override
    public AppendResult append(Append append) {
        List<Payload> records = append.records().stream().map(payload).toList();
        return super.append(
                new Append(rewritten(append.stream()), append.expected(), append.writer(), records, append.mark()));
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        return super.read(rewritten(stream), from, most);
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        return super.load(rewritten(stream), known);
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        Snapshot rewritten = new Snapshot(snapshot.version(), payload.apply(snapshot.payload()));
        return super.keep(rewritten(stream), generation, rewritten);
    }

    @Override
    public long compact(StreamKey stream) {
        return super.compact(rewritten(stream));
    }

    @Override
    public Optional<RunHeader> find(UserId of, RunId id) {
        return super.find(rewritten(of), rewritten(id));
    }

    @Override
    public List<RunHeader> runs(UserId of, ThreadId in, Page<RunId> page) {
        return super.runs(rewritten(of), rewritten(in), new Page<>(page.after().map(this::rewritten), page.most()));
    }

    @Override
    public List<RunHeader> unfinished(UserId of, ThreadId in, Page<RunId> page) {
        return super.unfinished(
                rewritten(of), rewritten(in), new Page<>(page.after().map(this::rewritten), page.most()));
    }

    @Override
    public List<ThreadHeader> threads(UserId of, Page<ThreadId> page) {
        return super.threads(rewritten(of), new Page<>(page.after().map(this::rewritten), page.most()));
    }

    @Override
    public boolean renew(StreamKey.OfRun of, String writer, Lease lease) {
        return super.renew(rewritten(of), writer, lease);
    }

    @Override
    public boolean delete(StreamKey stream) {
        return super.delete(rewritten(stream));
    }

    @Override
    public long erase(UserId of) {
        return super.erase(rewritten(of));
    }
}

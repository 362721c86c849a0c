package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for one process and as long as that lives. It keeps the payloads as they are, with the live values they were made of, and asks
 * for their bytes only where their size is limited.
 *
 * <p>Runs that are not over are kept until they are deleted, as are conversations; of runs that are over the newest 1,000, or as many as it is told.
 *
 * <p>Appends to different streams do not wait for each other. {@link #lapsed} looks at every run that is not over, the other methods at what they are
 * asked for. Lists are in the order of ids as {@link String#compareTo} has it. Nothing waits, so interrupts have no effect. {@link #close()} has none
 * either.
 */
public final class InMemoryStateStore implements StateStore {
    private final Scheduler time;
    private final int maxPayload;
    private final EndedRuns ended;
    private final AtomicLong generations = new AtomicLong();
    private final ConcurrentMap<Object, MemoryStream> streams = new ConcurrentHashMap<>(); // by OfThread or RunName
    private final StreamIndex conversations = new StreamIndex();
    private final StreamIndex runs = new StreamIndex();
    private final StreamIndex unfinished = new StreamIndex();

    private InMemoryStateStore(Builder builder, Scheduler time) {
        this.time = time;
        this.maxPayload = builder.maxPayload;
        this.ended = new EndedRuns(builder.endedRuns);
    }

    /** A store as its builder has it by default. */
    public static InMemoryStateStore create() {
        return builder().build();
    }

    /** Builds a store. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public AppendResult append(Append append) {
        append.records().forEach(this::checkSize);
        while (true) {
            MemoryStream stream = append.expected().equals(StreamPosition.NONE)
                    ? streams.computeIfAbsent(
                            name(append.stream()),
                            name -> new MemoryStream(append.stream(), generations.incrementAndGet()))
                    : streams.get(name(append.stream()));
            if (stream == null || !stream.key().equals(append.stream())) {
                return new AppendResult.Conflict(StreamPosition.NONE, Optional.empty());
            }
            List<MemoryStream> tooMany = new ArrayList<>(1);
            Optional<AppendResult> result = stream.locked(() -> appendTo(stream, append, tooMany));
            tooMany.forEach(this::forgetEnded);
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Empty if the stream was deleted since it was found. */
    private Optional<AppendResult> appendTo(MemoryStream stream, Append append, List<MemoryStream> tooMany) {
        if (stream.isDeleted()) {
            return Optional.empty();
        }
        boolean there = stream.isThere();
        Optional<RunPhase> phase = stream.phase();
        AppendResult result = stream.append(append, now());
        if (there != stream.isThere() || !phase.equals(stream.phase())) {
            index(stream).ifPresent(tooMany::add);
        }
        return Optional.of(result);
    }

    /** Gives back a run that is not to be kept any longer. Within the stream's lock. */
    private Optional<MemoryStream> index(MemoryStream stream) {
        if (stream.key() instanceof StreamKey.OfThread) {
            conversations.put(stream);
            return Optional.empty();
        }
        runs.put(stream);
        if (isEnded(stream)) {
            unfinished.remove(stream);
            return ended.add(stream);
        }
        unfinished.put(stream);
        ended.remove(stream);
        return Optional.empty();
    }

    private static boolean isEnded(MemoryStream stream) {
        return stream.phase().equals(Optional.of(RunPhase.ENDED));
    }

    private void forgetEnded(MemoryStream stream) {
        stream.locked(() -> isEnded(stream) && forget(stream));
    }

    private void checkSize(Payload payload) {
        if (maxPayload < Integer.MAX_VALUE && payload.size() > maxPayload) {
            throw new StoreException.TooLarge("payload '" + payload.kind() + "' has " + payload.size()
                    + " bytes, and the store takes " + maxPayload + "; keep less in it, or raise maxPayload");
        }
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        atLeastOne("version to read from", from);
        atLeastOne("most records to read", most);
        return find(stream)
                .map(found -> found.locked(() -> found.isThere() ? found.read(from, most) : List.<StoredRecord>of()))
                .orElse(List.of());
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        return find(stream).map(found -> found.locked(() -> found.load(known))).orElse(Loaded.NONE);
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        checkSize(snapshot.payload());
        return find(stream)
                .filter(found -> found.locked(() -> found.keep(generation, snapshot)))
                .isPresent();
    }

    @Override
    public long compact(StreamKey stream) {
        return find(stream).map(found -> found.locked(found::compact)).orElse(0L);
    }

    @Override
    public Optional<RunHeader> find(UserId user, RunId run) {
        return Optional.ofNullable(streams.get(new RunName(user, run))).flatMap(found -> found.locked(found::run));
    }

    @Override
    public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
        return page(runs, user, thread, page);
    }

    @Override
    public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
        return page(unfinished, user, thread, page);
    }

    private static List<RunHeader> page(StreamIndex from, UserId user, ThreadId thread, Page<RunId> page) {
        StreamIndex.Place after = new StreamIndex.Place(
                user.value(), thread.value(), page.after().map(RunId::value).orElse(""));
        return from.page(
                after,
                place -> place.user().equals(user.value()) && place.thread().equals(thread.value()),
                stream -> stream.locked(stream::run),
                page.most());
    }

    @Override
    public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
        StreamIndex.Place after = new StreamIndex.Place(
                user.value(), page.after().map(ThreadId::value).orElse(""), "");
        return conversations.page(
                after,
                place -> place.user().equals(user.value()),
                stream -> stream.locked(stream::thread),
                page.most());
    }

    @Override
    public List<RunHeader> lapsed(int most) {
        atLeastOne("most lapsed runs", most);
        Instant now = now();
        return unfinished.all().stream()
                .flatMap(stream -> stream.locked(stream::run).stream())
                .filter(run ->
                        run.leasedUntil().filter(until -> !until.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(run -> run.leasedUntil().orElseThrow()))
                .limit(most)
                .toList();
    }

    @Override
    public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
        return find(run)
                .filter(found -> found.locked(() -> found.renew(writer, lease, now())))
                .isPresent();
    }

    @Override
    public boolean delete(StreamKey stream) {
        return find(stream).filter(found -> found.locked(() -> forget(found))).isPresent();
    }

    @Override
    public long erase(UserId user) {
        return Stream.of(conversations, runs)
                .flatMap(index -> index.of(user).stream())
                .filter(stream -> stream.locked(() -> forget(stream)))
                .count();
    }

    /** Within the stream's lock. */
    private boolean forget(MemoryStream stream) {
        boolean there = stream.isThere();
        if (there) {
            stream.delete();
            streams.remove(name(stream.key()));
            conversations.remove(stream);
            runs.remove(stream);
            unfinished.remove(stream);
            ended.remove(stream);
        }
        return there;
    }

    private Optional<MemoryStream> find(StreamKey key) {
        return Optional.ofNullable(streams.get(name(key)))
                .filter(stream -> stream.key().equals(key));
    }

    private static Object name(StreamKey key) {
        return switch (key) {
            case StreamKey.OfThread thread -> thread;
            case StreamKey.OfRun run -> new RunName(run.user(), run.run());
        };
    }

    @Override
    public Instant now() {
        return time.clock().instant();
    }

    @Override
    public void close() {}

    private static void atLeastOne(String what, long value) {
        if (value < 1) {
            throw new InvalidDefinitionException(what + " is " + value + "; use 1 or more");
        }
    }

    /** A user has a run of an id once, in whichever thread. */
    private record RunName(UserId user, RunId run) {}

    /** Builds an {@link InMemoryStateStore}. Not thread-safe. */
    public static final class Builder {
        private int endedRuns = 1_000;
        private int maxPayload = Integer.MAX_VALUE;
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /**
         * How many runs that are over are kept, the newest ones; 1,000 by default.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder endedRuns(int newEndedRuns) {
            atLeastOne("endedRuns of a store", newEndedRuns);
            endedRuns = newEndedRuns;
            return this;
        }

        /**
         * How many bytes a payload may have. Any number by default: payloads are not encoded then.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public Builder maxPayload(int newMaxPayload) {
            atLeastOne("maxPayload of a store", newMaxPayload);
            maxPayload = newMaxPayload;
            return this;
        }

        /** The time by which leases lapse; the system's by default. Its clock is read, and nothing else of it used. */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /** The store, empty. */
        public InMemoryStateStore build() {
            Scheduler given = scheduler;
            return new InMemoryStateStore(this, given == null ? SystemScheduler.create() : given);
        }
    }
}

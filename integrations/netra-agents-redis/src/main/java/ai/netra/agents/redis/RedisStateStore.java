package ai.netra.agents.redis;

import static ai.netra.agents.redis.RedisNames.ascii;
import static ai.netra.agents.redis.RedisNames.escaped;
import static ai.netra.agents.redis.RedisNames.unescaped;

import ai.netra.agents.InvalidDefinitionException;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.ZRangeParams;

/**
 * A state store on <a href="https://redis.io">Redis</a> 6.2 or newer, or what speaks its protocol: one server, one with replicas, or a cluster. All it
 * keeps, it keeps until it is deleted: nothing expires, whether or not a run is over.
 *
 * <p><b>Changes</b> are Lua scripts, so they happen whole or not at all. Users are spread over 64 shards by their id; all of a user is in one slot of a
 * cluster. Appending, loading and reading are one round trip, a page of a list is one and another for each of its members, {@link #lapsed} is one for
 * each shard and another for each run found, erasing a user one for each of their streams.
 *
 * <p><b>Time</b> is that of the server of the user's shard, in microseconds.
 *
 * <p><b>What Redis promises of what it acknowledged</b> is what this store promises. A killed server has all of it again with {@code appendonly yes} and
 * {@code appendfsync always}; with {@code everysec} it may lack the last second. A replica that takes over may lack what had not yet reached it. Memory
 * must hold everything: a server that evicts keys of all kinds is refused by {@link Builder#build}, as far as the server may be asked.
 *
 * <p>Thread-safe, also between processes. It opens nothing, and the client stays open when it is closed.
 */
public final class RedisStateStore implements StateStore {
    private static final String LAYOUT = "1";
    private static final int PAGE = 100;
    private static final LuaScript OPEN = LuaScript.named("open");
    private static final LuaScript APPEND = LuaScript.named("append");
    private static final LuaScript LOAD = LuaScript.named("load");
    private static final LuaScript READ = LuaScript.named("read");
    private static final LuaScript KEEP = LuaScript.named("keep");
    private static final LuaScript COMPACT = LuaScript.named("compact");
    private static final LuaScript RENEW = LuaScript.named("renew");
    private static final LuaScript DELETE = LuaScript.named("delete");
    private static final LuaScript LAPSED = LuaScript.named("lapsed");
    private static final LuaScript NOW = LuaScript.named("now");

    private final RedisCalls redis;
    private final RedisNames names;
    private final int maxPayload;

    private RedisStateStore(Builder builder) {
        this.redis = builder.redis;
        this.names = new RedisNames(builder.prefix);
        this.maxPayload = builder.maxPayload;
    }

    /**
     * Builds a store.
     *
     * @param client the host's, which it also closes: a {@code RedisClient}, {@code RedisSentinelClient} or {@code RedisClusterClient}, with the timeouts
     *     after which the server counts as unavailable, and a pool with one too, its {@code maxWait}. Unless the pool tests connections when they are
     *     borrowed, each that was idle fails once after the server was started again
     * @throws InvalidDefinitionException if the pool waits without limit: virtual threads may wait for ever then
     */
    public static Builder builder(UnifiedJedis client) {
        return new Builder(client);
    }

    private void open() {
        List<?> reply =
                RedisReplies.list(redis.run(OPEN, List.of(ascii(names.global("layout"))), List.of(ascii(LAYOUT))));
        String layout = RedisReplies.text(reply.getFirst());
        if (!layout.equals(LAYOUT)) {
            throw new StoreException.NotReady(
                    "the keys of prefix '" + names.global("") + "' are laid out as of version " + layout
                            + ", and this store knows version " + LAYOUT + "; use another prefix, or a newer library",
                    null);
        }
        String policy = RedisReplies.text(reply.get(1));
        if (policy.startsWith("allkeys")) {
            throw new StoreException.NotReady(
                    "Redis evicts keys that never expire when memory is short, by maxmemory-policy " + policy
                            + "; set noeviction, or a volatile one",
                    null);
        }
    }

    @Override
    public AppendResult append(Append append) {
        StreamKeys stream = StreamKeys.of(names, append.stream());
        List<byte[]> arguments = stream.arguments(
                Long.toString(append.expected().generation()),
                Long.toString(append.expected().version()),
                append.writer(),
                append.mark().map(mark -> mark.phase().label()).orElse(""),
                append.mark()
                        .flatMap(Append.Mark::lease)
                        .map(RedisStateStore::micros)
                        .orElse(""));
        for (Payload record : append.records()) {
            add(arguments, record, append.stream());
        }
        List<?> reply = RedisReplies.list(redis.run(APPEND, stream.encodedKeys(), arguments));
        var end = RedisReplies.position(RedisReplies.number(reply.getFirst()), RedisReplies.number(reply.get(1)));
        if (reply.size() == 2) {
            return new AppendResult.Appended(end);
        }
        String next = RedisReplies.text(reply.get(2));
        return new AppendResult.Conflict(end, next.isEmpty() ? Optional.empty() : Optional.of(next));
    }

    private void add(List<byte[]> arguments, Payload payload, StreamKey stream) {
        byte[] bytes = payload.bytes();
        if (bytes.length > maxPayload) {
            throw new StoreException.TooLarge(payload + " of " + stream + " has " + bytes.length + " bytes, and "
                    + maxPayload + " are taken; keep large values elsewhere and refer to them, or raise maxPayload");
        }
        arguments.add(ascii(payload.kind()));
        arguments.add(ascii(Integer.toString(payload.schema())));
        arguments.add(bytes);
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        if (from < 1) {
            throw new InvalidDefinitionException("records from version " + from + "; versions count from 1");
        }
        return RedisReplies.records(run(READ, stream, Long.toString(from), Integer.toString(atLeastOne(most))));
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        return RedisReplies.loaded(
                stream, run(LOAD, stream, Long.toString(known.generation()), Long.toString(known.version())));
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        StreamKeys keys = StreamKeys.of(names, stream);
        List<byte[]> arguments = keys.arguments(Long.toString(generation), Long.toString(snapshot.version()));
        add(arguments, snapshot.payload(), stream);
        return RedisReplies.number(redis.run(KEEP, keys.encodedKeys(), arguments)) == 1;
    }

    @Override
    public long compact(StreamKey stream) {
        return RedisReplies.number(run(COMPACT, stream));
    }

    @Override
    public Optional<RunHeader> find(UserId user, RunId run) {
        String thread = redis.<@Nullable String>ask(
                jedis -> jedis.hget(StreamKeys.threadsOfRuns(names, user), escaped(run.value())));
        return Optional.ofNullable(thread)
                .flatMap(known -> header(new StreamKey.OfRun(user, ThreadId.of(unescaped(known)), run)));
    }

    @Override
    public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
        return page(
                StreamKeys.runs(names, user, thread),
                page.after().map(RunId::value),
                page.most(),
                id -> header(new StreamKey.OfRun(user, thread, RunId.of(id))));
    }

    @Override
    public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
        return page(
                StreamKeys.unfinished(names, user, thread),
                page.after().map(RunId::value),
                page.most(),
                id -> header(new StreamKey.OfRun(user, thread, RunId.of(id)))
                        .filter(run -> run.phase() != RunPhase.ENDED));
    }

    @Override
    public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
        return page(
                StreamKeys.threads(names, user),
                page.after().map(ThreadId::value),
                page.most(),
                id -> header(new StreamKey.OfThread(user, ThreadId.of(id))));
    }

    /** A page of a sorted set of ids: full, if there are as many, also where some were deleted between listing and looking. */
    private <T> List<T> page(String list, Optional<String> after, int most, Function<String, Optional<T>> look) {
        List<T> found = new ArrayList<>();
        String from = after.map(id -> "(" + escaped(id)).orElse("-");
        while (found.size() < most) {
            int count = most - found.size();
            ZRangeParams next = ZRangeParams.zrangeByLexParams(from, "+").limit(0, count);
            List<String> ids = redis.ask(jedis -> jedis.zrange(list, next));
            ids.forEach(id -> look.apply(unescaped(id)).ifPresent(found::add));
            if (ids.size() < count) {
                break;
            }
            from = "(" + ids.getLast();
        }
        return found;
    }

    private Optional<RunHeader> header(StreamKey.OfRun run) {
        return fields(run, "generation", "version", "phase", "writer", "begun", "changed", "leased")
                .map(fields -> new RunHeader(
                        run,
                        RedisReplies.position(
                                RedisReplies.number(required(run, fields.getFirst())),
                                RedisReplies.number(required(run, fields.get(1)))),
                        RedisReplies.phase(required(run, fields.get(2))),
                        required(run, fields.get(3)),
                        RedisReplies.instant(required(run, fields.get(4))),
                        RedisReplies.instant(required(run, fields.get(5))),
                        Optional.ofNullable(fields.get(6)).map(RedisReplies::instant)));
    }

    private Optional<ThreadHeader> header(StreamKey.OfThread thread) {
        return fields(thread, "generation", "version", "changed")
                .map(fields -> new ThreadHeader(
                        thread,
                        RedisReplies.position(
                                RedisReplies.number(required(thread, fields.getFirst())),
                                RedisReplies.number(required(thread, fields.get(1)))),
                        RedisReplies.instant(required(thread, fields.get(2)))));
    }

    /** Fields of a stream's header; empty where there is none. */
    private Optional<List<@Nullable String>> fields(StreamKey stream, String... fields) {
        String header = StreamKeys.of(names, stream).header();
        List<@Nullable String> values = new ArrayList<>(redis.ask(jedis -> jedis.hmget(header, fields)));
        return values.stream().allMatch(Objects::isNull) ? Optional.empty() : Optional.of(values);
    }

    private static String required(StreamKey stream, @Nullable String field) {
        if (field == null) {
            throw new StoreException.Corrupt("the header of " + stream + " lacks a field", null);
        }
        return field;
    }

    @Override
    public List<RunHeader> lapsed(int most) {
        byte[] count = ascii(Integer.toString(atLeastOne(most)));
        record Lapse(StreamKey.OfRun run, long micros) {}
        List<Lapse> lapses = new ArrayList<>();
        for (String shard : names.shards()) {
            List<?> reply =
                    RedisReplies.list(redis.run(LAPSED, List.of(ascii(StreamKeys.leases(shard))), List.of(count)));
            for (int i = 0; i + 1 < reply.size(); i += 2) {
                lapses.add(new Lapse(
                        StreamKeys.ofLease(RedisReplies.text(reply.get(i))), RedisReplies.number(reply.get(i + 1))));
            }
        }
        return lapses.stream()
                .sorted(Comparator.comparingLong(Lapse::micros))
                .flatMap(lapse -> header(lapse.run())
                        .filter(run -> run.leasedUntil()
                                .map(until -> RedisReplies.instant(Long.toString(lapse.micros()))
                                        .equals(until))
                                .orElse(false))
                        .stream())
                .limit(most)
                .toList();
    }

    @Override
    public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
        return RedisReplies.number(run(RENEW, run, writer, micros(lease))) == 1;
    }

    @Override
    public boolean delete(StreamKey stream) {
        return RedisReplies.number(run(DELETE, stream)) == 1;
    }

    @Override
    public long erase(UserId user) {
        long erased = 0;
        String runs = StreamKeys.threadsOfRuns(names, user);
        ScanParams page = new ScanParams().count(PAGE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            String from = cursor;
            var scanned = redis.ask(jedis -> jedis.hscan(runs, from, page));
            for (var run : scanned.getResult()) {
                erased += deleted(new StreamKey.OfRun(
                        user, ThreadId.of(unescaped(run.getValue())), RunId.of(unescaped(run.getKey()))));
            }
            cursor = scanned.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));

        List<ThreadHeader> threads = threads(user, Page.first(PAGE));
        while (!threads.isEmpty()) {
            for (ThreadHeader thread : threads) {
                erased += deleted(thread.key());
            }
            threads = threads(user, Page.after(threads.getLast().key().thread(), PAGE));
        }
        return erased;
    }

    private int deleted(StreamKey stream) {
        return delete(stream) ? 1 : 0;
    }

    @Override
    public Instant now() {
        byte[] any = ascii(names.shards().getFirst() + "generation");
        return RedisReplies.instant(RedisReplies.text(redis.run(NOW, List.of(any), List.of())));
    }

    /** Does nothing: the client is the host's. */
    @Override
    public void close() {}

    private @Nullable Object run(LuaScript script, StreamKey stream, String... arguments) {
        StreamKeys keys = StreamKeys.of(names, stream);
        return redis.run(script, keys.encodedKeys(), keys.arguments(arguments));
    }

    private static String micros(Lease lease) {
        return Long.toString(lease.time().toNanos() / 1_000);
    }

    private static int atLeastOne(int most) {
        if (most < 1) {
            throw new InvalidDefinitionException("at most " + most + " are asked for; use 1 or more");
        }
        return most;
    }

    /** Builds a {@link RedisStateStore}. Not thread-safe. */
    public static final class Builder {
        private final RedisCalls redis;
        private String prefix = "netra";
        private int maxPayload = 1 << 20;

        private Builder(UnifiedJedis client) {
            this.redis = new RedisCalls(client);
        }

        /**
         * What all keys begin with, before a colon; {@code netra} by default. Stores of different prefixes on one server know nothing of each other.
         *
         * @throws InvalidDefinitionException unless it is 1 to 64 letters, digits, {@code _}, {@code .}, {@code :} or {@code -}
         */
        public Builder prefix(String newPrefix) {
            new RedisNames(newPrefix);
            prefix = newPrefix;
            return this;
        }

        /**
         * How many bytes a payload may have; 1 MiB by default.
         *
         * @throws InvalidDefinitionException if it is below 1 or above 64 MiB
         */
        public Builder maxPayload(int bytes) {
            if (bytes < 1 || bytes > 64 << 20) {
                throw new InvalidDefinitionException(
                        "maxPayload of a store is " + bytes + " bytes; use 1 byte to 64 MiB");
            }
            maxPayload = bytes;
            return this;
        }

        /**
         * The store, with what it finds under its prefix. Asks the server.
         *
         * @throws StoreException.NotReady if the server is too old, may not be used, evicts keys, or holds what a later version of this store left
         * @throws StoreException.Unavailable if it cannot be reached
         */
        public RedisStateStore build() {
            RedisStateStore store = new RedisStateStore(this);
            store.open();
            return store;
        }
    }
}

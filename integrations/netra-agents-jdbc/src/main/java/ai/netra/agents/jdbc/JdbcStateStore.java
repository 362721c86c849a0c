package ai.netra.agents.jdbc;

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
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps runs and conversations in H2 or PostgreSQL, through a data source of the host's. What was appended is there when the append returns, as far as
 * the database keeps what it commits: PostgreSQL with {@code fsync} and {@code synchronous_commit} on; H2 in a file only with
 * {@code WRITE_DELAY=0;REUSE_SPACE=FALSE} in its URL, as it may lose commits otherwise when its process is killed.
 *
 * <p>A record is a row. Appends of different streams that arrive at the same time are committed together; see {@link Builder#together(int)}. The
 * database's clock is the store's.
 *
 * <p>Drivers are called on a few threads of the store's own, so that interrupting a caller interrupts nobody else's work; a connection is taken from the
 * data source for each call and given back as it was. The database must tell capital letters from small ones, as both do unless told otherwise, and
 * PostgreSQL's be encoded in UTF-8.
 */
public final class JdbcStateStore implements StateStore {
    private static final int READS = 5;

    private final DriverThreads threads;
    private final Database database;
    private final Statements statements;
    private final Appends appends;
    private final String patience;
    private final int maxPayload;

    private JdbcStateStore(Builder builder) {
        this.maxPayload = builder.maxPayload;
        this.patience = String.valueOf(builder.timeout.toMillis());
        this.database = new Database(builder.source, builder.timeout);
        this.threads = new DriverThreads(builder.connections, builder.timeout);
        Tables tables = new Tables(builder.schemaName, builder.tablePrefix);
        Dialect dialect;
        try {
            dialect = threads.call("preparing the tables " + tables, () -> database.prepared(tables, builder.schema));
        } catch (RuntimeException | Error failed) {
            threads.close();
            throw failed;
        }
        this.statements = new Statements(dialect, tables);
        GroupWriter writer = switch (dialect) {
            case H2 -> new BatchWriter(database, statements);
            case POSTGRESQL -> new ArrayWriter(database, tables);
        };
        this.appends = new Appends(database, statements, writer, threads, builder.together);
    }

    /** Builds a store on a data source, which stays the host's to close. */
    public static Builder builder(DataSource source) {
        return new Builder(source);
    }

    @Override
    public AppendResult append(Append append) {
        append.records().forEach(record -> check(append.stream(), record));
        return appends.append(append);
    }

    private void check(StreamKey stream, Payload payload) {
        if (payload.size() > maxPayload) {
            throw new StoreException.TooLarge("a payload of kind " + payload.kind() + " for " + stream + " has "
                    + payload.size() + " bytes, and at most " + maxPayload
                    + " are taken; keep it elsewhere and refer to it, or raise maxPayload");
        }
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        atLeastOne("version to read from", from);
        atLeastOne("number of records", most);
        List<StoredRecord> records = query(
                "reading " + stream,
                statements.read,
                Columns::record,
                KeyColumns.of(stream).before(from, most));
        if (!records.isEmpty()) {
            gapless(stream, records.getFirst().version(), records);
        }
        return records;
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        String doing = "loading " + stream;
        KeyColumns key = KeyColumns.of(stream);
        return threads.call(
                doing,
                () -> database.single(doing, session -> {
                    for (int attempt = 1; ; attempt++) {
                        Optional<Head> head = session
                                .query(statements.head, Head::of, key.after(known.generation(), known.version()))
                                .stream()
                                .findFirst();
                        if (head.isEmpty()) {
                            return Loaded.NONE;
                        }
                        StreamPosition end = head.get().end;
                        long from = head.get().tailAfter(known);
                        List<StoredRecord> tail = session.query(
                                statements.tail, Columns::record, key.before(end.generation(), from, end.version()));
                        // One that is shorter was deleted or compacted since the head was read.
                        if (tail.size() == Math.max(0, end.version() - from)) {
                            gapless(stream, from + 1, tail);
                            return new Loaded(end, head.get().snapshot, tail);
                        }
                        if (attempt == READS) {
                            throw corrupt(stream, from + 1);
                        }
                    }
                }));
    }

    private static void gapless(StreamKey stream, long first, List<StoredRecord> records) {
        long next = first;
        for (StoredRecord record : records) {
            if (record.version() != next) {
                throw corrupt(stream, next);
            }
            next++;
        }
    }

    private static StoreException.Corrupt corrupt(StreamKey stream, long version) {
        return new StoreException.Corrupt(
                stream + " has no record of version " + version + ", and should; somebody else changed the tables",
                null);
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        Payload payload = snapshot.payload();
        check(stream, payload);
        byte[] bytes = payload.bytes();
        String doing = "keeping a snapshot of " + stream;
        KeyColumns key = KeyColumns.of(stream);
        return threads.call(
                doing,
                () -> database.transaction(doing, session -> {
                    long end = first(
                            session.query(statements.lock, JdbcStateStore::number, key.after(patience, generation)));
                    long kept = first(session.query(statements.snapshotVersion, JdbcStateStore::number, generation));
                    if (end < snapshot.version() || kept >= snapshot.version()) {
                        return false;
                    }
                    session.update(statements.dropSnapshot, generation);
                    session.update(
                            statements.keep, snapshot.version(), payload.kind(), payload.schema(), bytes, generation);
                    return true;
                }));
    }

    private static long number(ResultSet row) throws SQLException {
        return row.getLong(1);
    }

    private static long first(List<Long> numbers) {
        return numbers.isEmpty() ? 0 : numbers.getFirst();
    }

    @Override
    public long compact(StreamKey stream) {
        return update(
                "compacting " + stream,
                statements.compact,
                KeyColumns.of(stream).after());
    }

    @Override
    public Optional<RunHeader> find(UserId user, RunId run) {
        return query("finding run " + run, statements.find, Columns::run, column(user), Ids.column(run.value()))
                .stream()
                .findFirst();
    }

    @Override
    public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
        return query("listing runs", statements.runs, Columns::run, inThread(user, thread, page));
    }

    @Override
    public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
        return query("listing unfinished runs", statements.unfinished, Columns::run, inThread(user, thread, page));
    }

    private static Object[] inThread(UserId user, ThreadId thread, Page<RunId> page) {
        return new Object[] {
            column(user),
            Ids.column(thread.value()),
            page.after().map(run -> Ids.column(run.value())).orElse(""),
            page.most()
        };
    }

    @Override
    public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
        return query(
                "listing conversations",
                statements.threads,
                Columns::thread,
                column(user),
                page.after().map(thread -> Ids.column(thread.value())).orElse(""),
                page.most());
    }

    private static String column(UserId user) {
        return Ids.column(user.value());
    }

    @Override
    public List<RunHeader> lapsed(int most) {
        atLeastOne("number of lapsed runs", most);
        return query("looking for lapsed runs", statements.lapsed, Columns::run, most);
    }

    @Override
    public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
        return update(
                        "renewing the lease of " + run,
                        statements.renew,
                        KeyColumns.of(run).after(Columns.micros(lease), writer))
                == 1;
    }

    @Override
    public boolean delete(StreamKey stream) {
        return update(
                        "deleting " + stream,
                        statements.delete,
                        KeyColumns.of(stream).after())
                == 1;
    }

    @Override
    public long erase(UserId user) {
        return update("erasing a user", statements.erase, column(user));
    }

    @Override
    public Instant now() {
        return query("asking for the time", statements.now, row -> row.getObject(1, OffsetDateTime.class))
                .getFirst()
                .toInstant();
    }

    private <T> List<T> query(String doing, String sql, Session.Row<T> row, Object... values) {
        return threads.call(doing, () -> database.single(doing, session -> session.query(sql, row, values)));
    }

    private long update(String doing, String sql, Object... values) {
        return threads.call(doing, () -> database.single(doing, session -> session.update(sql, values)));
    }

    private static void atLeastOne(String what, long number) {
        if (number < 1) {
            throw new InvalidDefinitionException(what + " is " + number + "; use 1 or more");
        }
    }

    /** Appends that were begun are finished; calls from now on are refused. The data source stays open. */
    @Override
    public void close() {
        threads.close();
    }

    /** What a stream has besides its records. */
    private record Head(StreamPosition end, Optional<Snapshot> snapshot) {
        static Head of(ResultSet row) throws SQLException {
            StreamPosition end = new StreamPosition(row.getLong("id"), row.getLong("last"));
            long version = row.getLong("version");
            return new Head(
                    end, row.wasNull() ? Optional.empty() : Optional.of(new Snapshot(version, Columns.payload(row))));
        }

        /** The version of what the caller has, or is given as a snapshot. */
        long tailAfter(StreamPosition known) {
            return snapshot.map(Snapshot::version)
                    .orElse(known.generation() == end.generation() ? known.version() : 0L);
        }
    }

    /** Builds a {@link JdbcStateStore}. Not thread-safe. */
    public static final class Builder {
        private final DataSource source;
        private Schema schema = Schema.APPLY;
        private String schemaName = "";
        private String tablePrefix = "netra_";
        private int maxPayload = 1 << 20;
        private int together = 64;
        private int connections = 4;
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(DataSource source) {
            this.source = Objects.requireNonNull(source, "source");
        }

        /** Who makes the tables; the store by default. */
        public Builder schema(Schema newSchema) {
            schema = Objects.requireNonNull(newSchema, "schema");
            return this;
        }

        /**
         * The schema of the database that the tables are in, which must be there; by default the one that the connection looks in first.
         *
         * @throws InvalidDefinitionException if it is not 1 to 30 lower case letters, digits and underscores, a letter first
         */
        public Builder schemaName(String newSchemaName) {
            schemaName = Tables.checked("schema name", newSchemaName);
            return this;
        }

        /**
         * What the tables' names begin with; {@code netra_} by default. Stores of different prefixes have nothing in common.
         *
         * @throws InvalidDefinitionException if it is not 1 to 30 lower case letters, digits and underscores, a letter first
         */
        public Builder tablePrefix(String newTablePrefix) {
            tablePrefix = Tables.checked("table prefix", newTablePrefix);
            return this;
        }

        /**
         * The most bytes of a payload; 1 MiB by default, which is what runs count on. Larger ones are refused before anything is sent.
         *
         * @throws InvalidDefinitionException if it is not 1 byte to 256 MiB
         */
        public Builder maxPayload(int newMaxPayload) {
            maxPayload = within("maxPayload", newMaxPayload, 1, 256 << 20);
            return this;
        }

        /**
         * How many appends are committed together at most; 64 by default, and 1 for each by itself. None waits for others to come: together are
         * committed those that came while connections were busy.
         *
         * @throws InvalidDefinitionException if it is not 1 to 1,000
         */
        public Builder together(int newTogether) {
            together = within("together", newTogether, 1, 1_000);
            return this;
        }

        /**
         * How many connections are used at once at most; 4 by default. The pool should have as many.
         *
         * @throws InvalidDefinitionException if it is not 1 to 1,000
         */
        public Builder connections(int newConnections) {
            connections = within("connections", newConnections, 1, 1_000);
            return this;
        }

        /**
         * How long a caller waits for an answer, and how long a statement may take; 10 seconds by default. The pool should give up on a connection
         * sooner.
         *
         * @throws InvalidDefinitionException if it is not 1 second to 1 hour
         */
        public Builder timeout(Duration newTimeout) {
            if (newTimeout.compareTo(Duration.ofSeconds(1)) < 0 || newTimeout.compareTo(Duration.ofHours(1)) > 0) {
                throw new InvalidDefinitionException("a store's timeout of " + newTimeout + "; use 1 second to 1 hour");
            }
            timeout = newTimeout;
            return this;
        }

        private static int within(String what, int value, int least, int most) {
            if (value < least || value > most) {
                throw new InvalidDefinitionException(
                        what + " of a store is " + value + "; use " + least + " to " + most);
            }
            return value;
        }

        /**
         * The store, its tables made or found.
         *
         * @throws StoreException.NotReady if they are missing, old or new, and may not be made; the message names the script
         * @throws StoreException.Unavailable if the database cannot be reached
         * @throws InvalidDefinitionException if it is neither H2 nor PostgreSQL
         */
        public JdbcStateStore build() {
            return new JdbcStateStore(this);
        }
    }
}

package ai.netra.agents.jdbc;

import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.Payload;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a group in one statement that commits itself, for PostgreSQL. The parameters are columns, as arrays: first of the appends, then of their records.
 * As nothing is left for the client to do in between, one that is stopped or cut off holds no locks.
 */
final class ArrayWriter implements GroupWriter {
    /**
     * What is asked of {@code nr} is always so, but the planner expects it of one row in 200. So it counts on one append, and looks streams up one by one
     * and in order, by the index of their ids, also where it plans while the table is empty. The keys are compared in a way that no index serves.
     */
    private static final String SQL = """
        WITH wanted AS MATERIALIZED (
            SELECT w.*, clock_timestamp() AS at
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                WITH ORDINALITY AS w (user_id, kind, name, thread_id, id, version, records, writer, phase, lease, nr)
            WHERE w.nr = w.nr + 0
        ), extended AS (
            UPDATE netra_streams s SET version = s.version + w.records, writer = w.writer, phase = w.phase,
                leased_until = clock_timestamp() + w.lease * INTERVAL '1 microsecond',
                changed_at = GREATEST(s.changed_at, clock_timestamp())
            FROM wanted w WHERE s.id = w.id AND s.version = w.version
                AND (s.user_id, s.kind, s.name, s.thread_id) IS NOT DISTINCT FROM (w.user_id, w.kind, w.name, w.thread_id)
            RETURNING w.nr, s.id, s.writer, s.changed_at
        ), begun AS (
            INSERT INTO netra_streams
                (user_id, kind, name, thread_id, version, writer, phase, leased_until, begun_at, changed_at)
            SELECT w.user_id, w.kind, w.name, w.thread_id, w.records, w.writer, w.phase,
                w.at + w.lease * INTERVAL '1 microsecond', w.at, w.at
            FROM wanted w WHERE w.version = 0
            ON CONFLICT (user_id, kind, name) DO NOTHING
            RETURNING id, user_id, kind, name, thread_id, writer, changed_at
        ), written AS MATERIALIZED (
            SELECT e.nr, e.id, e.writer, e.changed_at FROM extended e
            UNION ALL
            SELECT w.nr, b.id, b.writer, b.changed_at FROM begun b JOIN wanted w USING (user_id, kind, name, thread_id)
        ), recorded AS (
            INSERT INTO netra_records (stream, version, writer, kind, schema_no, payload, appended_at)
            SELECT w.id, r.version, w.writer, r.kind, r.schema_no, r.payload, w.changed_at
            FROM written w JOIN unnest(?::bigint[], ?::bigint[], ?::text[], ?::integer[], ?::bytea[])
                AS r (nr, version, kind, schema_no, payload) ON r.nr = w.nr
        )
        SELECT w.nr, w.id FROM written w\
        """;

    private final Database database;
    private final String sql;

    ArrayWriter(Database database, Tables tables) {
        this.database = database;
        this.sql = sql(tables);
    }

    static String sql(Tables tables) {
        return tables.in(SQL);
    }

    @Override
    public long[] write(List<Pending> group) throws SQLException {
        Object[] parameters = parameters(group);
        return database.single(session -> {
            long[] ids = new long[group.size()];
            session.query(sql, row -> ids[row.getInt("nr") - 1] = row.getLong("id"), parameters);
            return ids;
        });
    }

    private static Object[] parameters(List<Pending> group) {
        Records records = new Records(
                group.stream().mapToInt(pending -> pending.payloads.size()).sum());
        for (int i = 0; i < group.size(); i++) {
            records.add(i + 1L, group.get(i));
        }
        return new Object[] {
            texts(group, pending -> pending.key.user()),
            texts(group, pending -> pending.key.kind()),
            texts(group, pending -> pending.key.name()),
            texts(group, pending -> pending.key.thread()),
            numbers(group, pending -> pending.append.expected().generation()),
            numbers(group, pending -> pending.append.expected().version()),
            numbers(group, pending -> (long) pending.payloads.size()),
            texts(group, pending -> pending.append.writer()),
            texts(group, ArrayWriter::phase),
            numbers(group, ArrayWriter::lease),
            records.numbers,
            records.versions,
            records.kinds,
            records.schemas,
            records.payloads
        };
    }

    private static @Nullable String phase(Pending pending) {
        return pending.append.mark().map(mark -> mark.phase().label()).orElse(null);
    }

    private static @Nullable Long lease(Pending pending) {
        return pending.append.mark().flatMap(Mark::lease).map(Columns::micros).orElse(null);
    }

    private static @Nullable String[] texts(List<Pending> group, Function<Pending, @Nullable String> of) {
        return group.stream().map(of).toArray(String[]::new);
    }

    private static @Nullable Long[] numbers(List<Pending> group, Function<Pending, @Nullable Long> of) {
        return group.stream().map(of).toArray(Long[]::new);
    }

    /** The columns of the records of a group. */
    private static final class Records {
        private final Long[] numbers;
        private final Long[] versions;
        private final String[] kinds;
        private final Integer[] schemas;
        private final byte[][] payloads;
        private int next;

        Records(int size) {
            numbers = new Long[size];
            versions = new Long[size];
            kinds = new String[size];
            schemas = new Integer[size];
            payloads = new byte[size][];
        }

        void add(long number, Pending pending) {
            long version = pending.append.expected().version();
            for (int i = 0; i < pending.payloads.size(); i++) {
                Payload record = pending.append.records().get(i);
                version++;
                numbers[next] = number;
                versions[next] = version;
                kinds[next] = record.kind();
                schemas[next] = record.schema();
                payloads[next] = pending.payloads.get(i);
                next++;
            }
        }
    }
}

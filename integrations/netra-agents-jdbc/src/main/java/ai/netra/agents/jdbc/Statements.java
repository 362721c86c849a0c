package ai.netra.agents.jdbc;

/**
 * The statements. They name the user, but for the look for lapsed runs of all, and what is said of a stream that the transaction has locked. Those find
 * it by its id alone: PostgreSQL plans for a table that is still empty that any index of a user is as good, and keeps to it while the table grows.
 */
final class Statements {
    private static final String KEY = "s.user_id = ? AND s.kind = ? AND s.name = ? AND s.thread_id = ?";
    private static final String HEADER = """
        SELECT s.id, s.version, s.user_id, s.thread_id, s.name, s.phase, s.writer, s.begun_at, s.changed_at, s.leased_until
        FROM netra_streams s WHERE
        """;
    private static final String RECORD = """
        SELECT r.version, r.writer, r.kind, r.schema_no, r.payload, r.appended_at
        FROM netra_streams s JOIN netra_records r ON r.stream = s.id WHERE
        """;
    private static final String PAGE = " AND s.name > ? ORDER BY s.name LIMIT ?";

    /** Begins a stream, unless the user has one of this name; this and the next two for databases that take no arrays. Of the parameters, the key is first, and last without the thread. */
    final String begin;
    /** Prolongs a stream that has come as far as expected: this is the compare-and-set. */
    final String extend;

    final String record;
    /** How far a stream has come, and who wrote a record of it. */
    final String end;

    final String read;
    /** How far a stream has come, and its snapshot, but for one that is as old as what the caller knows. */
    final String head;
    /** The records of one generation between two versions. */
    final String tail;

    /** Locks a stream, in PostgreSQL for no longer than so many milliseconds of silence: a client may have been stopped. */
    final String lock;

    final String snapshotVersion;
    final String dropSnapshot;
    final String keep;
    final String compact;
    final String find;
    final String runs;
    final String unfinished;
    final String threads;
    final String lapsed;
    final String renew;
    final String delete;
    final String erase;
    final String now;

    Statements(Dialect dialect, Tables tables) {
        begin = in(dialect, tables, """
            INSERT INTO netra_streams
                (user_id, kind, name, thread_id, version, writer, phase, leased_until, begun_at, changed_at)
            SELECT ?, ?, ?, ?, ?, ?, ?, {lease}, clock.at, clock.at FROM (SELECT {now} AS at) clock
            WHERE NOT EXISTS (SELECT 1 FROM netra_streams s WHERE s.user_id = ? AND s.kind = ? AND s.name = ?)\
            """);
        extend = in(dialect, tables, """
            UPDATE netra_streams s SET version = s.version + ?, writer = ?, phase = ?, leased_until = {lease},
                changed_at = GREATEST(s.changed_at, {now})
            WHERE s.id = ? AND s.version = ? AND
            """ + KEY);
        record = in(dialect, tables, """
            INSERT INTO netra_records (stream, version, writer, kind, schema_no, payload, appended_at)
            SELECT s.id, ?, ?, ?, ?, ?, s.changed_at FROM netra_streams s WHERE s.id = ?\
            """);
        end = in(dialect, tables, """
            SELECT s.id, s.version, r.writer
            FROM netra_streams s LEFT JOIN netra_records r ON r.stream = s.id AND r.version = ? WHERE
            """ + KEY);
        read = in(dialect, tables, RECORD + KEY + " AND r.version >= ? ORDER BY r.version LIMIT ?");
        head = in(dialect, tables, """
            SELECT s.id, s.version AS last, n.version, n.kind, n.schema_no, n.payload
            FROM netra_streams s LEFT JOIN netra_snapshots n
                ON n.stream = s.id AND NOT (s.id = ? AND n.version <= ?) WHERE
            """ + KEY);
        tail = in(
                dialect,
                tables,
                RECORD + KEY + " AND s.id = ? AND r.version > ? AND r.version <= ? ORDER BY r.version");
        lock = in(
                dialect,
                tables,
                "SELECT s.version, {patience} FROM netra_streams s WHERE s.id = ? AND " + KEY + " FOR UPDATE");
        snapshotVersion = in(dialect, tables, "SELECT n.version FROM netra_snapshots n WHERE n.stream = ?");
        dropSnapshot = in(dialect, tables, "DELETE FROM netra_snapshots n WHERE n.stream = ?");
        keep = in(dialect, tables, """
            INSERT INTO netra_snapshots (stream, version, kind, schema_no, payload)
            SELECT s.id, ?, ?, ?, ? FROM netra_streams s WHERE s.id = ?\
            """);
        compact = in(dialect, tables, """
            DELETE FROM netra_records r WHERE r.stream = (SELECT s.id FROM netra_streams s WHERE %s)
                AND r.version <= (SELECT n.version FROM netra_snapshots n WHERE n.stream = r.stream)\
            """.formatted(KEY));
        find = in(dialect, tables, HEADER + "s.user_id = ? AND s.kind = 'run' AND s.name = ?");
        runs = in(dialect, tables, HEADER + "s.user_id = ? AND s.thread_id = ? AND s.kind = 'run'" + PAGE);
        unfinished = in(
                dialect,
                tables,
                HEADER + "s.user_id = ? AND s.thread_id = ? AND s.phase IN ('running', 'suspended')"
                        + " AND s.phase >= 'running'" // says the same, in the form that H2 finds by an index
                        + PAGE);
        threads = in(dialect, tables, HEADER + "s.user_id = ? AND s.kind = 'thread'" + PAGE);
        lapsed = in(
                dialect,
                tables,
                HEADER + "s.phase = 'running' AND s.leased_until <= {now} ORDER BY s.leased_until, s.id LIMIT ?");
        renew = in(
                dialect,
                tables,
                "UPDATE netra_streams s SET leased_until = {lease} WHERE s.phase = 'running' AND s.writer = ? AND "
                        + KEY);
        delete = in(dialect, tables, "DELETE FROM netra_streams s WHERE " + KEY);
        erase = in(dialect, tables, "DELETE FROM netra_streams s WHERE s.user_id = ?");
        now = in(dialect, tables, "SELECT {now}");
    }

    private static String in(Dialect dialect, Tables tables, String sql) {
        return tables.in(dialect.in(sql));
    }
}

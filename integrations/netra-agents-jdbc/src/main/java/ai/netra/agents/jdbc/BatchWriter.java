package ai.netra.agents.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a group in one transaction of three batches, for databases that take no arrays. */
final class BatchWriter implements GroupWriter {
    private final Database database;
    private final Statements statements;

    BatchWriter(Database database, Statements statements) {
        this.database = database;
        this.statements = statements;
    }

    @Override
    public long[] write(List<Pending> group) throws SQLException {
        return database.transaction(session -> written(session, group));
    }

    private long[] written(Session session, List<Pending> group) throws SQLException {
        Map<Pending, Long> ids = new LinkedHashMap<>();
        List<Pending> beginning = group.stream().filter(Pending::begins).toList();
        if (!beginning.isEmpty()) {
            long[] begun = session.insert(
                    statements.begin, beginning.stream().map(Pending::begin).toList());
            for (int i = 0; i < begun.length; i++) {
                ids.put(beginning.get(i), begun[i]);
            }
        }
        List<Pending> going =
                group.stream().filter(pending -> !pending.begins()).toList();
        if (!going.isEmpty()) {
            boolean[] extended = session.change(
                    statements.extend, going.stream().map(Pending::extend).toList());
            for (int i = 0; i < extended.length; i++) {
                Pending pending = going.get(i);
                ids.put(pending, extended[i] ? pending.append.expected().generation() : 0);
            }
        }
        List<Object[]> records = new ArrayList<>();
        ids.forEach((pending, id) -> {
            if (id != 0) {
                pending.addRecords(id, records);
            }
        });
        if (!records.isEmpty()) {
            session.change(statements.record, records);
        }
        return group.stream().mapToLong(ids::get).toArray();
    }
}

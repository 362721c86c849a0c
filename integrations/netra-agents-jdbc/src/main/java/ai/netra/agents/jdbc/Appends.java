package ai.netra.agents.jdbc;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.AppendResult.Conflict;
import ai.netra.agents.store.StreamPosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Appends that arrive while others are being written wait and are written together, each as if it were alone. A transaction writes the streams in the
 * order of their keys, so that two of them do not wait for each other. One whose statements fail is written again one append at a time, so that none
 * fails for another; not where the connection is what failed, as then nobody would do better.
 */
final class Appends {
    private static final int MOST_BYTES = 8 << 20;

    private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final Database database;
    private final Statements statements;
    private final GroupWriter writer;
    private final DriverThreads threads;
    private final int together;

    Appends(Database database, Statements statements, GroupWriter writer, DriverThreads threads, int together) {
        this.database = database;
        this.statements = statements;
        this.writer = writer;
        this.threads = threads;
        this.together = together;
    }

    AppendResult append(Append append) {
        Pending pending = new Pending(append);
        queue.add(pending);
        threads.execute(pending.doing, this::writeGroup);
        return threads.await(pending.doing, pending.result);
    }

    private void writeGroup() {
        Map<KeyColumns, Pending> group = new HashMap<>();
        List<Pending> others = new ArrayList<>(); // of streams that the group has already
        long bytes = 0;
        while (group.size() + others.size() < together && bytes < MOST_BYTES) {
            Pending next = queue.poll();
            if (next == null) {
                break;
            }
            if (!next.result.isDone()) {
                if (group.putIfAbsent(next.key, next) != null) {
                    others.add(next);
                }
                bytes += next.bytes();
            }
        }
        if (!group.isEmpty()) {
            write(group.values().stream().sorted(Pending.ORDER).toList());
        }
        others.forEach(other -> write(List.of(other)));
    }

    private void write(List<Pending> group) {
        long[] ids;
        try {
            ids = writer.write(group);
        } catch (SQLException thrown) {
            if (group.size() > 1 && !Failures.general(thrown)) {
                group.stream().filter(pending -> !pending.result.isDone()).forEach(pending -> write(List.of(pending)));
            } else {
                group.forEach(pending -> pending.result.completeExceptionally(Failures.of(pending.doing, thrown)));
            }
            return;
        } catch (RuntimeException | Error thrown) {
            group.forEach(pending -> pending.result.completeExceptionally(thrown));
            return;
        }
        for (int i = 0; i < ids.length; i++) {
            settle(group.get(i), ids[i]);
        }
    }

    private void settle(Pending pending, long id) {
        try {
            pending.result.complete(id == 0 ? conflict(pending) : new Appended(pending.end(id)));
        } catch (RuntimeException | Error thrown) {
            pending.result.completeExceptionally(thrown);
        }
    }

    /** Looked up after the transaction: nobody waits for a row while it is, and a failure is this append's alone. */
    private AppendResult conflict(Pending pending) {
        StreamPosition expected = pending.append.expected();
        return database
                .single(
                        pending.doing,
                        session -> session.query(
                                statements.end,
                                row -> conflict(expected, row),
                                pending.key.after(expected.version() + 1)))
                .stream()
                .findFirst()
                .orElseGet(() -> new Conflict(StreamPosition.NONE, Optional.empty()));
    }

    private static Conflict conflict(StreamPosition expected, ResultSet row) throws SQLException {
        StreamPosition end = new StreamPosition(row.getLong("id"), row.getLong("version"));
        boolean known = expected.equals(StreamPosition.NONE) || expected.generation() == end.generation();
        return new Conflict(end, Optional.ofNullable(row.getString("writer")).filter(writer -> known));
    }
}
